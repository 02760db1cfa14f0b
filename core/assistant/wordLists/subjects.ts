import { genderOf, plainKind } from './kinds';
import type { Kind } from './kindWords';
import { LIKES } from './likes';
import { type OwnWords, ownWords } from './ownWords';
import { type Gender, ORDINARY_CLOTHES, PEOPLE } from './people';
import type { Shown } from './picture';
import { TOWN_SCENES } from './placeScenes';
import { withArticle } from './readDescription';
import type { Reading } from './reading';
import { SPACE, WATER } from './scene';
import { STAGES } from './stages';
import { STYLE_SUBJECTS, type StyleSubject } from './styleSubjects';

/** Whom or what a prompt can be about. */
export interface Subject {
  readonly shown: Shown;
  /** Of the one person shown. */
  readonly gender: Gender;
  readonly hasPeople: boolean;
  /** It holds the LoRA's own words. */
  readonly isOwn: boolean;
  /** What the first draws take one each of. */
  readonly group: string;
}

type Staged = keyof typeof STAGES;

const NOTHING_OWN: OwnWords = ownWords('');
/** Garments that hardly any picture of a man was trained with, and the other way round. */
const WOMENS_WEAR =
  /\b(?:dress|dresses|gowns?|skirts?|blouses?|bikinis?|corsets?|saris?|lingerie|bra|stockings|kleid|dirndl|vestido|robe de \w+)\b/i;
const MENS_WEAR = /\b(?:tuxedos?|lederhosen|trunks|men['’]?s)\b/i;
/** What nobody puts on. */
const GROWN =
  /\b(?:hair|hairstyles?|hairdos?|haircuts?|beards?|tattoos?|makeup|wings?|horns?|tails?|halos?|nails)\b/i;
/** What is worn on the head, and what of a person's looks would speak against it. */
const HEADWEAR = /\b(?:hair|hairstyles?|hairdos?|haircuts?|glasses|sunglasses|beards?|braids|wig)\b/i;
const TOWN =
  /\b(?:city|cities|streets?|town|downtown|urban|cyberpunk|neon|skyline|skyscrapers?|alley|stadt|straße|ville|ciudad)\b/i;
const HEAD = /hair|curl|braids|ponytail|pixie|glasses|bald|shaved|beard|blonde/;

/** What prompts that call the LoRA are about. */
export function calledSubjects(reading: Reading): Subject[] {
  const { kind } = reading;
  if (kind === 'style')
    return isOfPeople(reading) ? portrayed(reading.own, PEOPLE) : pictures(reading, reading.own);
  if (kind === 'clothing' || kind === 'swimwear' || kind === 'pose') return carried(reading, kind);
  const isOne = kind === 'person' && reading.phrases.length < 2 && isOnePerson(reading.text);
  // Without a description, the trigger words are what is shown.
  return (reading.phrases.length > 0 ? reading.phrases : ['']).map((words) => ({
    shown: shownAs(reading.phrases.length > 1 ? kindInList(words, kind) : kind, words, reading.own),
    gender: isOne ? reading.gender : null,
    hasPeople: kind === 'person',
    isOwn: true,
    group: '',
  }));
}

function shownAs(kind: Staged, words: string, own: OwnWords): Shown {
  const { framing, reach, farthest, ...stage } = STAGES[kind];
  const scenes = kind === 'place' && TOWN.test(words) ? TOWN_SCENES : stage.scenes;
  return {
    words,
    framing,
    reach,
    farthest,
    scenes,
    lights: null,
    hasFace: kind === 'person',
    own: isPlace(kind) ? { ...own, place: false } : own,
  };
}

/** What is said of where a place is does not rule out what it looks like. */
function isPlace(kind: Staged): boolean {
  return kind === 'place' || kind === 'room';
}

/** A list may hold a horse among cats, and a horse does not lie on sofas. */
function kindInList(words: string, kind: Staged): Staged {
  const own: Kind | null = plainKind(words);
  return own === null || own === 'style' ? kind : own;
}

/** People who wear it, or who take the pose. */
function carried(reading: Reading, kind: Staged): Subject[] {
  const phrases = reading.phrases.length > 0 ? reading.phrases : [''];
  const worn = kind !== 'pose';
  const asked = wearer(reading.text);
  return PEOPLE.filter(({ gender }) => !worn || asked === null || gender === asked)
    .filter(({ text }) => !HEADWEAR.test(reading.text) || !HEAD.test(text))
    .map(({ text, gender }, index) => {
      const words = phrases[index % phrases.length] ?? '';
      const joint = worn ? wornWords(text, words) : poseWords(words);
      return {
        shown: shownAs(kind, words === '' ? text : `${text}${joint}`, { ...reading.own, action: !worn }),
        gender,
        hasPeople: true,
        isOwn: true,
        group: String(gender),
      };
    });
}

function wearer(text: string): Gender {
  if (WOMENS_WEAR.test(text)) return 'woman';
  return MENS_WEAR.test(text) ? 'man' : null;
}

function wornWords(person: string, words: string): string {
  if (!GROWN.test(words)) return ` wearing ${withArticle(words)}`;
  return ` ${person.includes(' with ') ? 'and' : 'with'} ${withArticle(words)}`;
}

function poseWords(words: string): string {
  if (/^(?:in|with|doing)\b/i.test(words)) return `, ${words}`;
  if (/\b(?:poses?|posture|stance|gesture)\b/i.test(words)) return ` in ${withArticle(words)}`;
  return /^an?\s/i.test(words) ? ` doing ${words}` : `, ${words}`;
}

/** Nothing in a text speaks of several people. */
function isOnePerson(text: string): boolean {
  return !/\b(?:women|men|girls|boys|ladies|people|couple|group|child|two|three|four|twins|[2-9]girls?|[2-9]boys?)\b/i.test(
    text,
  );
}

/** What a style of pictures from under water or from space can be tried on, and no other one. */
const ELSEWHERE_LIGHTS: readonly unknown[] = [WATER, SPACE];
const ELSEWHERE: readonly StyleSubject[] = [
  ...PEOPLE.map(
    ({ text }): StyleSubject => ({
      text: `${text}, swimming`,
      theme: 'people',
      framing: 'figure',
      reach: 1,
      lights: WATER,
    }),
  ),
  ...LIKES.sea_animal.map(
    (text): StyleSubject => ({ text, theme: 'animals', framing: 'creature', reach: 0, lights: WATER }),
  ),
  ...LIKES.spacecraft.map(
    (text): StyleSubject => ({
      text: `${text} in orbit`,
      theme: 'vehicles',
      framing: 'machine',
      reach: 0,
      lights: SPACE,
    }),
  ),
];

/** A style of portraits is tried on many people in many places. */
function isOfPeople({ text, own }: Reading): boolean {
  return /\b(?:portraits?|headshots?|selfies?|fashion|porträts?)\b/i.test(text) && !own.place;
}

function portrayed(own: OwnWords, people: typeof PEOPLE): Subject[] {
  return people.map(({ text, gender }) => ({
    shown: shownAs('person', text, { ...own, place: false, action: false }),
    gender,
    hasPeople: true,
    isOwn: false,
    group: String(gender),
  }));
}

/** Whole pictures, for a style or for when nothing is known. */
function pictures(
  { themes, text: words }: Pick<Reading, 'themes' | 'text'>,
  own: OwnWords,
  isFit = (_: string) => true,
): Subject[] {
  const all = [...STYLE_SUBJECTS, ...ELSEWHERE];
  const ownLights = own.lights;
  const lit = all.filter(({ lights }) =>
    ownLights === null ? !ELSEWHERE_LIGHTS.includes(lights) : ownLights.some((sort) => lights.includes(sort)),
  );
  const fit = lit.filter(({ text, lights }) => isFit(text) && (!TOWN.test(words) || lights.includes('city')));
  const themed = fit.filter(({ theme }) => themes === null || themes.includes(theme));
  return (themed.length > 0 ? themed : fit).map(({ text, theme, framing, reach, lights }) => ({
    shown: {
      words: text,
      framing,
      reach,
      farthest: 3,
      scenes: null,
      lights,
      hasFace: false,
      own,
    },
    gender: isOnePerson(text) ? genderOf(text) : null,
    hasPeople: theme === 'people',
    isOwn: false,
    group: theme,
  }));
}

/**
 * What prompts that do not call the LoRA are about: ordinary pictures of the same kind. In: what tells whether words are none of
 * the LoRA's own.
 */
export function otherSubjects(reading: Reading, isOther: (text: string) => boolean): Subject[] {
  const { kind } = reading;
  const found =
    kind === 'style' || kind === 'concept'
      ? isOfPeople(reading)
        ? portrayed(
            NOTHING_OWN,
            PEOPLE.filter(({ text }) => isOther(text)),
          )
        : pictures(reading, NOTHING_OWN, isOther)
      : kind === 'person' || kind === 'pose' || kind === 'clothing' || kind === 'swimwear'
        ? otherPeople(reading, kind, isOther)
        : LIKES[kind].filter(isOther).map((words) => other(kind, words, null, false));
  // Where the LoRA's words rule out everything of its kind, it is pictures of anything.
  return found.length > 0 ? found : pictures({ themes: null, text: '' }, NOTHING_OWN, isOther);
}

function other(kind: Staged, words: string, gender: Gender, hasPeople: boolean): Subject {
  const shown = { ...shownAs(kind, words, NOTHING_OWN), hasFace: hasPeople };
  return { shown, gender, hasPeople, isOwn: false, group: String(gender) };
}

function otherPeople(reading: Reading, kind: Staged, isOther: (text: string) => boolean): Subject[] {
  const asked = kind === 'person' ? reading.gender : kind === 'pose' ? null : wearer(reading.text);
  const fit = PEOPLE.filter(({ text }) => isOther(text));
  const alike = asked === null ? fit : fit.filter(({ gender }) => gender === asked);
  const clothes = kind === 'clothing' ? ORDINARY_CLOTHES.filter(isOther) : [];
  return (alike.length > 0 ? alike : fit).map(({ text, gender }, index) => {
    const worn = clothes[index % clothes.length];
    return other(kind, worn === undefined ? text : `${text} in ${worn}`, gender, true);
  });
}
