import { genderOf } from './kinds';
import { LIKES } from './likes';
import { type OwnWords, ownWords } from './ownWords';
import { type Gender, ORDINARY_CLOTHES, PEOPLE } from './people';
import type { Shown } from './picture';
import { withArticle } from './readDescription';
import type { Reading } from './reading';
import { STAGES } from './stages';
import { STYLE_SUBJECTS } from './styleSubjects';

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

const NOTHING_OWN: OwnWords = ownWords('');
/** Garments that hardly any picture of a man was trained with. */
const WOMENS_WEAR =
  /\b(?:dress|dresses|gown|skirts?|blouse|bikini|corset|sari|lingerie|bra|stockings|kleid|dirndl|vestido|robe de \w+)\b/i;
const MENS_WEAR = /\b(?:tuxedo|lederhosen|trunks|men['’]?s)\b/i;

/** What prompts that call the LoRA are about. */
export function calledSubjects(reading: Reading): Subject[] {
  const { kind, own } = reading;
  if (kind === 'style') return pictures(reading, own);
  const { scenes, framing, reach } = STAGES[kind];
  const shown = (words: string, ownOf: OwnWords): Shown => ({
    words,
    framing,
    reach,
    scenes,
    lights: null,
    hasFace: kind === 'person',
    own: ownOf,
  });
  if (kind === 'clothing' || kind === 'swimwear' || kind === 'pose') {
    const words = reading.phrases[0] ?? '';
    const wears = kind !== 'pose';
    const asked = wears
      ? WOMENS_WEAR.test(reading.text)
        ? 'woman'
        : MENS_WEAR.test(reading.text)
          ? 'man'
          : null
      : null;
    const joint = words === '' ? '' : wears ? ` wearing ${withArticle(words)}` : poseWords(words);
    return PEOPLE.filter(({ gender }) => asked === null || gender === asked)
      .filter(
        ({ text }) =>
          words === '' ||
          !/\b(?:hair|hairstyle|hairdo|haircut|glasses|beard)\b/i.test(words) ||
          !/hair|curl|braids|ponytail|pixie|glasses|bald|shaved|beard/.test(text),
      )
      .map(({ text, gender }) => ({
        shown: shown(`${text}${joint}`, { ...own, action: kind === 'pose' }),
        gender,
        hasPeople: true,
        isOwn: true,
        group: String(gender),
      }));
  }
  // Without a description, the trigger words are what is shown.
  const phrases = reading.phrases.length > 0 ? reading.phrases : [''];
  const single = phrases.length === 1 && kind === 'person' && isOnePerson(reading.text);
  return phrases.map((words) => ({
    shown: shown(words, own),
    gender: single ? reading.gender : null,
    hasPeople: kind === 'person',
    isOwn: true,
    group: '',
  }));
}

/** Nothing in a text speaks of several people. */
function isOnePerson(text: string): boolean {
  return !/\b(?:women|men|girls|boys|ladies|people|couple|group|two|three|four|twins|[2-9]girls?|[2-9]boys?)\b/i.test(
    text,
  );
}

function poseWords(words: string): string {
  return /\b(?:pose|posture|stance|gesture)\b/i.test(words) && !/^(?:in|with|doing)\b/i.test(words)
    ? ` in ${withArticle(words)}`
    : `, ${words}`;
}

/** Whole pictures, for a style or for when nothing is known. */
function pictures(
  { themes }: Pick<Reading, 'themes'>,
  own: OwnWords,
  isFit = (_: string) => true,
): Subject[] {
  return STYLE_SUBJECTS.filter(
    ({ theme, text }) => (themes === null || themes.includes(theme)) && isFit(text),
  ).map(({ text, theme, framing, reach, lights }) => ({
    shown: {
      words: text,
      framing,
      reach,
      scenes: null,
      lights,
      hasFace: false,
      // Its own place and action are part of it.
      own: {
        ...own,
        place: false,
        action: true,
        lights: own.lights?.some((sort) => lights.includes(sort)) === true ? own.lights : null,
      },
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
  const { kind, gender } = reading;
  if (kind === 'style' || kind === 'concept') return orAny(pictures(reading, NOTHING_OWN, isOther), isOther);
  const { scenes, framing, reach } = STAGES[kind];
  const subject = (words: string, of: Gender, hasPeople: boolean): Subject => ({
    shown: { words, framing, reach, scenes, lights: null, hasFace: hasPeople, own: NOTHING_OWN },
    gender: of,
    hasPeople,
    isOwn: false,
    group: String(of),
  });
  if (kind === 'person' || kind === 'pose' || kind === 'clothing' || kind === 'swimwear') {
    const fit = PEOPLE.filter(({ text }) => isOther(text));
    const alike = kind === 'person' && gender !== null ? fit.filter((one) => one.gender === gender) : fit;
    const people = alike.length > 0 ? alike : fit;
    if (kind !== 'clothing' && kind !== 'swimwear')
      return orAny(
        people.map(({ text, gender: of }) => subject(text, of, true)),
        isOther,
      );
    const clothes = ORDINARY_CLOTHES.filter((text) => isOther(text));
    return orAny(
      people.map(({ text, gender: of }, index) => {
        const worn =
          clothes.length === 0 || text.includes('with')
            ? ''
            : ` wearing ${clothes[index % clothes.length] ?? ''}`;
        return subject(`${text}${worn}`, of, true);
      }),
      isOther,
    );
  }
  return orAny(
    LIKES[kind].filter(isOther).map((text) => subject(text, null, false)),
    isOther,
  );
}

/** Where the LoRA's words rule out everything of its kind, pictures of anything. */
function orAny(subjects: readonly Subject[], isOther: (text: string) => boolean): Subject[] {
  return subjects.length > 0 ? [...subjects] : pictures({ themes: null }, NOTHING_OWN, isOther);
}
