import type { Known, MadePrompt, MadePrompts } from '../../contract/assistantView';
import { createRandom, type Random } from '../../plan/random';
import { createDeck } from './deck';
import { type Dialect, dialectOf } from './dialects';
import { MEDIUMS } from './mediums';
import { holds, shares } from './ownWords';
import { createPictures } from './picture';
import { callOf, type Reading, readWish } from './reading';
import { calledSubjects, otherSubjects, type Subject } from './subjects';
import { inWords } from './wording';

export interface ComposeWish {
  readonly description: string;
  readonly known: Known;
  readonly count: number;
  readonly coverage: boolean;
  readonly without_trigger: number;
  /** The same wish and seed give the same prompts. */
  readonly seed: number;
  /** Prompts that are there already; none of them comes again. */
  readonly present: readonly string[];
}

/** So many draws in a row that give nothing new are taken for the end of what can be made. */
const MAX_VAIN_DRAWS = 400;

/**
 * Composes prompts from the words given and from lists of subjects, scenes, framings and lights, with no model. Out: as many as
 * are asked for, those without trigger words last, none twice and none that is there already; remarks say how the words were
 * understood, and what is missing.
 */
export function composePrompts(wish: ComposeWish): MadePrompts {
  const reading = readWish(wish.description, wish.known);
  const dialect = dialectOf(wish.known, [wish.description, ...wish.known.trigger_words].join(' '));
  const random = createRandom(wish.seed, 'words');
  const taken = new Set(wish.present.map(keyOf));
  const calls = reading.isKnown ? wish.count - wish.without_trigger : wish.count;
  const called = drawPairs(calls, taken, (coverage) => drawCalled(coverage, reading, dialect, random));
  const others = drawPairs(wish.count - calls, taken, (coverage) =>
    drawOthers(coverage, reading, dialect, random),
  );
  const pairs = [...called, ...others];
  return {
    pairs,
    made_by: 'word_lists',
    model: null,
    remarks: [
      reading.isKnown ? reading.kindRemark : `${reading.kindRemark} Until then, these are ordinary pictures.`,
      ...reading.remarks,
      ...bleedRemark(others.length, wish, reading),
      ...(pairs.length < wish.count
        ? [
            `Only ${pairs.length} of ${wish.count} prompts could be made that are not there yet. Describe the LoRA in other words for more.`,
          ]
        : []),
    ],
  };

  /** Plain pictures that run out are followed by more varied ones. */
  function drawPairs(count: number, taken: Set<string>, drawWith: (coverage: boolean) => Draw): MadePrompt[] {
    const pairs: MadePrompt[] = [];
    for (const coverage of wish.coverage ? [true] : [false, true]) {
      const draw = drawWith(coverage);
      for (let vain = 0; pairs.length < count && vain < MAX_VAIN_DRAWS; vain += 1) {
        const pair = draw();
        if (pair === null || pair.positive === '' || taken.has(keyOf(pair.positive))) continue;
        taken.add(keyOf(pair.positive));
        pairs.push(pair);
        vain = 0;
      }
    }
    return pairs;
  }
}

/** The same prompt, whatever its case and blanks. */
function keyOf(text: string): string {
  return text.trim().toLowerCase().replaceAll(/\s+/g, ' ');
}

type Draw = () => MadePrompt | null;

function drawCalled(coverage: boolean, reading: Reading, dialect: Dialect, random: Random): Draw {
  const pictures = createPictures(
    {
      coverage,
      mediums: reading.kind === 'style' || !coverage ? [] : mediumsFor(dialect),
      // What the LoRA's own words say need not be said twice.
      allows: (text) => !shares(text, reading.telling),
      avoidsLights: false,
    },
    random,
  );
  const subjects = createDeck(calledSubjects(reading), random, ({ group }) => group);
  let turn = random.int(2);
  return () => {
    const subject = subjects.draw();
    if (subject === null) return null;
    turn += 1;
    // Every other one has a medium, so that half of them stay what the model makes of itself.
    const picture = pictures(subject.shown, turn % 2 === 0);
    return {
      positive: inWords(picture, callOf(reading, subject), dialect, random.int(2)),
      negative: negativeFor(dialect, reading, subject),
    };
  };
}

function drawOthers(coverage: boolean, reading: Reading, dialect: Dialect, random: Random): Draw {
  const isOther = (text: string) =>
    !shares(text, reading.telling) && !reading.triggers.some((trigger) => holds(text, trigger));
  const hasCount = reading.triggers.some((trigger) => /^(?:1girl|1boy|solo)$/i.test(trigger));
  const pictures = createPictures({ coverage, mediums: [], allows: isOther, avoidsLights: true }, random);
  const subjects = createDeck(otherSubjects(reading, isOther), random, ({ group }) => group);
  return () => {
    const subject = subjects.draw();
    if (subject === null) return null;
    const picture = pictures(subject.shown, false);
    const call = { triggers: [], isOfSubject: false, style: '', gender: hasCount ? null : subject.gender };
    const positive = inWords(picture, call, dialect, random.int(2));
    if (reading.triggers.some((trigger) => holds(positive, trigger))) return null;
    return { positive, negative: negativeFor(dialect, reading, subject) };
  };
}

/** Models of drawings make no photographs. */
function mediumsFor({ form }: Dialect) {
  return form === 'tags' ? MEDIUMS.filter(({ text }) => !/photograph|render|anime/.test(text)) : MEDIUMS;
}

/** What a LoRA's words call for that a negative prompt would keep out. */
const WANTED: readonly (readonly [RegExp, RegExp])[] = [
  [
    /\b(?:text|letter\w*|typograph\w*|logo|font|signs?|poster|comics?|manga|card|sticker|meme|newspaper|book cover)\b/i,
    /^(?:text|signature)$/,
  ],
  [/\b(?:blur\w*|bokeh|soft|dream\w*|haze|hazy|motion|pinhole|impressionis\w*)\b/i, /^blurry$/],
  [
    /\b(?:lo-?fi|vhs|glitch|retro|pixel\w*|compress\w*|disposable|grain\w*|analog|polaroid|vintage|8-bit|cctv|webcam|amateur|old photo\w*)\b/i,
    /quality|jpeg|blurry/,
  ],
  [
    /\b(?:abstract\w*|surreal\w*|cubis\w*|distort\w*|caricature|grotesque|monsters?|zombies?|aliens?|chibi|stick figures?|glitch|naive)\b/i,
    /^(?:distorted|bad anatomy|bad hands|extra fingers)$/,
  ],
];

function negativeFor(dialect: Dialect, { text }: Reading, { hasPeople }: Subject): string {
  return [...dialect.negative, ...(hasPeople ? dialect.negativeOfPeople : [])]
    .filter((word) => !WANTED.some(([wanted, kept]) => wanted.test(text) && kept.test(word)))
    .join(', ');
}

function bleedRemark(others: number, { count }: ComposeWish, { triggers, text }: Reading): string[] {
  if (others === 0) return [];
  const what =
    triggers.length === 0
      ? 'the words of the description'
      : text === ''
        ? 'the trigger words'
        : 'the trigger words and the words of the description';
  const which =
    others === count
      ? count === 1
        ? 'The prompt leaves'
        : 'All of them leave'
      : others === 1
        ? 'The last one leaves'
        : `The last ${others} leave`;
  return [`${which} out ${what}, to see whether the LoRA shows without being called.`];
}
