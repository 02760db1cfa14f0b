import type { Known } from '../../contract/assistantView';
import { genderOf, kindOf } from './kinds';
import type { Kind } from './kindWords';
import { holds, type OwnWords, ownWords, phrasePattern, tellingWords } from './ownWords';
import type { Gender } from './people';
import { readDescription } from './readDescription';
import { readStyle, STAGES } from './stages';
import type { Theme } from './styleSubjects';
import type { Subject } from './subjects';
import type { Call } from './wording';

/** More of them leave no room for a picture. */
const MAX_TRIGGERS = 8;
const MAX_TRIGGER_LETTERS = 160;

/** What the words that are known of a LoRA come to. */
export interface Reading {
  readonly kind: Kind;
  /** All of the description and the trigger words, to look something up in. */
  readonly text: string;
  /** False when there are neither; then nothing can be called. */
  readonly isKnown: boolean;
  /** As prompts hold them. */
  readonly triggers: readonly string[];
  /** What the LoRA shows, by its words; each in turn. Of a style, its words. */
  readonly phrases: readonly string[];
  /** The style that it is to be shown in; empty where none is named, and of a style. */
  readonly look: string;
  readonly themes: readonly Theme[] | null;
  readonly gender: Gender;
  readonly own: OwnWords;
  /** What pictures without the LoRA's words must not say, and pictures with them need not say again. */
  readonly telling: ReadonlySet<string>;
  /** What kind the LoRA was taken for, as a sentence. */
  readonly kindRemark: string;
  /** What was left out of the words, each a sentence. */
  readonly remarks: readonly string[];
}

/** Reads what is known of a LoRA. In: the description as it was typed, and what its file says. */
export function readWish(description: string, known: Known): Reading {
  const described = readDescription(description);
  const all = known.trigger_words.map(plainTrigger).filter((word) => word !== '');
  const triggers = shortList([...new Map(all.map((word) => [word.toLowerCase(), word])).values()]);
  const kind = kindOf(described.about, triggers);
  const phrases = described.subjects.map((subject) => withTriggers(subject, triggers));
  const style = kind === 'style' ? readStyle(phrases.join(', ')) : null;
  const look = withTriggers(described.look, triggers);
  const shown = [...described.subjects, ...triggers].join(', ');
  const text = [...described.subjects, look, ...triggers].filter((part) => part !== '').join(', ');
  const isKnown = text !== '';
  return {
    kind: isKnown ? kind : 'style',
    text,
    isKnown,
    triggers,
    phrases: style === null ? phrases : style.words === '' ? [] : [style.words],
    look,
    themes: style?.themes ?? null,
    gender: genderOf([described.about, ...triggers].join(', ')),
    own: withLook(ownWords(shown), look),
    telling: tellingWords(text),
    kindRemark: kindRemark(isKnown, kind),
    remarks: [
      ...(described.isCut && described.subjects[0] !== undefined
        ? [
            `Of the description, these words are used: “${[described.subjects[0], described.look].filter((part) => part !== '').join(', ')}”.`,
          ]
        : []),
      ...(described.subjects.length > 1
        ? [`Each of the ${described.subjects.length} things in the description is the subject in turn.`]
        : []),
      ...(triggers.length < new Set(all.map((word) => word.toLowerCase())).size
        ? [
            `Of ${all.length} trigger words, the first ${triggers.length} are used; more leave no room for a picture.`,
          ]
        : []),
    ],
  };
}

/** A style that is named leaves no choice of another medium. */
function withLook(own: OwnWords, look: string): OwnWords {
  if (look === '') return own;
  const { light, isGray } = ownWords(look);
  return { ...own, medium: true, light: own.light || light, isGray: own.isGray || isGray };
}

function kindRemark(isKnown: boolean, kind: Kind): string {
  if (!isKnown) return 'Nothing is known of the LoRA. Describe it, or give its trigger words.';
  if (kind === 'style') return 'Understood as a style.';
  if (kind === 'concept')
    return 'What kind of LoRA this is does not show in the words. A word such as style, character or place in the description helps.';
  return `Understood as ${STAGES[kind].name}.`;
}

/** Trigger words stay as they are, but for what a prompt would read as choices or lines. */
function plainTrigger(word: string): string {
  return word
    .replaceAll(/[{}|]/g, ' ')
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .replaceAll(/^[\s,]+|[\s,]+$/g, '');
}

function shortList(triggers: readonly string[]): string[] {
  const short: string[] = [];
  for (const trigger of triggers) {
    const letters = [...short, trigger].join(', ').length;
    if (short.length > 0 && (short.length >= MAX_TRIGGERS || letters > MAX_TRIGGER_LETTERS)) break;
    short.push(trigger);
  }
  return short;
}

/** Trigger words that a phrase holds in another case, as they have to be. */
function withTriggers(phrase: string, triggers: readonly string[]): string {
  return triggers.reduce((text, trigger) => text.replace(phrasePattern(trigger), () => trigger), phrase);
}

/** How a subject of the LoRA's own is called. */
export function callOf(reading: Reading, { shown, gender, isOwn }: Subject): Call {
  const style = reading.kind === 'style' ? (reading.phrases[0] ?? '') : reading.look;
  const said = `${isOwn ? shown.words : ''}\n${style}`;
  return {
    triggers: reading.triggers.filter((trigger) => !(said.includes(trigger) && holds(said, trigger))),
    isOfSubject:
      isOwn && reading.kind !== 'clothing' && reading.kind !== 'swimwear' && reading.kind !== 'pose',
    style,
    gender,
  };
}
