import { headOf, isCountedOnce, plainKind, wordsOf } from './kinds';
import type { Kind } from './kindWords';
import { partLook } from './looks';
import { addedParts, seenParts } from './seenWords';

/** Longer ones are a text about the LoRA, and no part of a prompt. */
const MAX_WORDS = 25;
const MAX_LETTERS = 200;
/** Nothing behind so many letters of a sentence is read. */
const MAX_SENTENCE = 1000;
/** A part of which less is left says nothing. */
const MIN_PART_WORDS = 4;
/** Things in a list have short names. */
const MAX_ITEM_WORDS = 3;
const MAX_ITEMS = 24;

export interface Described {
  /** What prompts call the LoRA's subject: one, or each thing of a list. May be empty. */
  readonly subjects: readonly string[];
  /** The style that it is to be shown in, where the description names one beside what it shows; else empty. */
  readonly look: string;
  /** What they were taken from, to tell what they speak of. */
  readonly about: string;
  /** Words of the description were left out beyond its introduction. */
  readonly isCut: boolean;
}

/** Takes out of a text what prompts would read as syntax: choices, weights, quotes, markup, links, lines. */
export function plainText(text: string): string {
  return (
    text
      .replaceAll(/<[^<>]*>/g, ' ')
      // Of a choice, its first way.
      .replaceAll(/\{([^{}|]*)\|[^{}]*\}/g, '$1')
      .replaceAll(/https?:\/\/\S+/gi, ' ')
      .replaceAll(/:\s*-?\d+(?:\.\d+)?(?=\s*[)\]])/g, '')
      .replaceAll(/[{}|<>()[\]\\`"“”„«»‹›*#~^=]/g, ' ')
      .replaceAll(/(?<![\p{L}\p{N}])_+|_+(?![\p{L}\p{N}])/gu, ' ')
      .replaceAll(/,(?=\p{L})/gu, ', ')
      .replaceAll(/\p{Extended_Pictographic}|[\p{Cf}\p{Co}\p{Cs}]/gu, '')
      .replaceAll(/(?<=^|\s)['‘’]|['‘’](?=$|[\s,.;:!?])/g, '')
      .replaceAll(/-{2,}/g, ', ')
      .replaceAll(/[\p{Cc}\s]+/gu, ' ')
      .replaceAll(/ +(?=[,.;:!?])/g, '')
      .replaceAll(/([,.;:!?])(?:\s*[,;:])+/g, '$1')
      .trim()
  );
}

/** What people say before they come to it. */
const INTRODUCTIONS: readonly RegExp[] = [
  /^(?:hi|hello|hey|so|well|ok|okay)\b(?:\s+(?:all|everyone|everybody|there|folks)\b)?[\s,!.]*/i,
  /^(?:(?:this|it|here|she|he)(?:['’]s| is)|(?:these|they) are|here are|i have|i want to test|(?:i|we)(?: have)? (?:trained|made)(?: (?:this|it|one)(?: lora)?(?: (?:on|of|from|with))?)?)\s+/i,
  /^(?:(?:this|the|my|our|a|an|eine?|meine|die|diese)\s+)?(?:(?:style|character|concept|flux|sdxl|sd)\s+)?(?:lora|lycoris|locon|embedding)s?\b[\s,:-]*/i,
  /^(?:(?:was|is|has been|which is|that is|which was|wurde|ist)\s+)?(?:trained|made|meant|trainiert)\s*(?:on|of|for|with|from|to (?:show|make|draw)|auf|mit)?\s+/i,
  /^(?:it\s+)?(?:captures|shows|makes|gives|creates|produces|reproduces|imitates|generates|adds|depicts)\s+(?:pictures|images|photos)?\s*/i,
  /^(?:about\s+|around\s+|some\s+|over\s+)?(?:\d+\s+)?(?:(?:photos|pictures|images|portraits|fotos|bilder)(?:\s+(?:of|from|von)\s+|\s*:\s*)|(?:a |the )?(?:photo|picture|image)s?\s+of\s+)/i,
  /^(?:about\s+|around\s+|some\s+|over\s+)?\d+\s+(?:[\p{L}-]+\s+)?(?:photographs|snapshots|scans|shots)\s+of\s+/iu,
  /^(?:of|for|about|on|with|für|von)\s+/i,
];

function withoutIntroduction(text: string): string {
  let rest = text;
  for (let turn = 0; turn < INTRODUCTIONS.length; turn += 1) {
    const next = INTRODUCTIONS.reduce((words, pattern) => words.replace(pattern, ''), rest).trim();
    if (next === '' || next === rest) break;
    rest = next;
  }
  return rest
    .replace(/^(?:[Mm]y|[Oo]ur)\s+\p{Ll}+['’]s?\s+(?=\p{Ll})/u, 'my ')
    .replace(/^(?:[Mm]y|[Oo]ur)\s+\p{Ll}+\s+(?=\p{Lu}\p{L}*,\s+(?:who\s+is\s+)?(?:an?|the)\s)/u, '')
    .replace(/^(?:[Mm]y|[Oo]ur)\s+(?=\p{Ll}+\s+\p{Lu})/u, 'the ')
    .replace(/^(?:meine?|unsere?|mi|mon|ma|il mio|la mia)\s+(?=\p{L}+\s+\p{Lu})/iu, '')
    .replace(/^(?:my|our)\s+(?=\S+s\b)/i, '')
    .replace(/^(?:my|our)\s+(?=(\p{L}))/iu, (_, letter: string) => (/[aeiou]/i.test(letter) ? 'an ' : 'a '));
}

/** Reads a description of a LoRA: its subject, in as many words as a prompt bears. In: as it was typed. */
export function readDescription(description: string): Described {
  const items = listed(description);
  if (items !== null) return { subjects: items, look: '', about: items.join(', '), isCut: false };
  const sentences = plainText(description.replaceAll(/\s*[\r\n]+\s*/g, '. '))
    .split(/(?<=\p{L}{2}|\d)[.!?;]+(?:\s+|$)/u)
    .map((sentence) => sentence.replaceAll(/^[\s,.;:!?-]+|[\s,.;:!?-]+$/g, ''))
    .map((sentence) => [...sentence].slice(0, MAX_SENTENCE).join(''))
    .filter((sentence) => wordsOf(sentence).length > 0);
  const plain = sentences.map((sentence) => (GREETING.test(sentence) ? '' : withoutIntroduction(sentence)));
  const hasWords = (sentence: string) => wordsOf(sentence).length > 0;
  const told = plain.findIndex((sentence) => hasWords(sentence) && seenParts(sentence).length > 0);
  const at = told >= 0 ? told : plain.findIndex(hasWords);
  const first = plain[at];
  if (first === undefined) return { subjects: [], look: '', about: '', isCut: false };
  const seen = seenParts(first);
  const added = sentences.slice(at + 1).flatMap(addedParts);
  const whole = [...(seen.length > 0 ? seen : [first]), ...added].join(', ');
  const { shown, look } = partLook(whole);
  const things = look === '' ? null : listed(shown);
  const phrase = things === null ? fitted(shown.replace(CALLED, ''), look) : shown;
  const isWhole = sentences.length === 1 && phrase === first.replace(CALLED, '');
  const isParted = look !== '' && sentences.length === 1 && phrase === shown && whole === first;
  return {
    subjects: things ?? [withArticle(phrase)],
    look,
    about: shown,
    isCut: !isWhole && !isParted,
  };
}

/** Says nothing of the LoRA, or only whom it was made for. */
const GREETING =
  /^(?:(?:hi|hello|hey)(?:\s+\p{L}+){0,2}$|(?:i|we)(?:\s+have)?\s+(?:made|trained|did)\s+(?:this|it|that|one)(?:\s+lora)?\s+(?:for|because|as\s+an?)\s|thanks?\b)/iu;

/** As many parts of a phrase as a prompt bears beside its style. */
function fitted(text: string, look: string): string {
  const words = MAX_WORDS - Math.min(wordsOf(look).length, MAX_WORDS / 2);
  const letters = MAX_LETTERS - Math.min(look.length, MAX_LETTERS / 2);
  const [head = '', ...rest] = text.split(/,\s+/);
  return rest.reduce(
    (line, part) => {
      const room = words - line.split(' ').length;
      if (room < Math.min(MIN_PART_WORDS, part.split(' ').length)) return line;
      // Said once, “with” goes for what follows, too.
      const bare = /(?:^|, )with [^,]*$/.test(line) ? part.replace(/^with\s+/i, '') : part;
      const kept = shortened(bare, room, letters - line.length - 2);
      return wordsOf(kept).length === 0 ? line : `${line}, ${kept}`;
    },
    shortened(head, words, letters),
  );
}

/** “A friend of mine called Jonas” is Jonas. */
const CALLED = /^(?:an?|my|our|the)\s+(?:\p{L}+\s+){1,4}(?:called|named)\s+(?=\p{Lu})/u;

/** Ends with a word that leads on to what was cut, or that would say the opposite without it. */
const LOOSE_END =
  /[\s,;:-]+(?:a|an|the|and|or|but|of|in|on|at|by|to|from|with|without|for|as|is|are|was|were|has|have|who|which|that|than|not|no|never|very|their|its|his|her|like|into|over|under|near|both|mostly|usually|mit|ohne|und|oder|der|die|das|dem|den|ein|eine|einem|im|am|von|aus|nicht|kein|keine|avec|sans|et|de|du|la|le|les|con|sin|y|el|e|di|da|com|sem)$/iu;

function shortened(text: string, maxWords: number, maxLetters: number): string {
  const words = text.split(' ');
  let cut = words.slice(0, maxWords).join(' ');
  while (cut.length > maxLetters && cut.includes(' ')) cut = cut.slice(0, cut.lastIndexOf(' '));
  cut = [...cut].slice(0, Math.max(0, maxLetters)).join('');
  if (cut === text) return text;
  // Better a whole phrase less than half of one.
  const clause = cut.search(
    /(?:,| (?:with|without|who|which|that|mit|ohne|avec|con|com)\b)(?!.*(?:,| (?:with|without|who|which|that|mit|ohne|avec|con|com)\b))/iu,
  );
  if (clause > 0 && wordsOf(cut.slice(0, clause)).length >= 2) cut = cut.slice(0, clause);
  while (LOOSE_END.test(cut)) cut = cut.replace(LOOSE_END, '');
  return cut.replace(/[\s,;:.-]+$/, '');
}

const TRAIT =
  /\b(?:hair|haired|eyes|eyed|skin|skinned|wearing|smil\w*|solo|freckles|\d+girls?|\d+boys?|beard|body)\b/i;
const LIST_KINDS: readonly (Kind | null)[] = ['style', 'pose', 'concept', null];

/** The things of a description that is a mere list of things of a kind, each with its article; null for any other one. */
function listed(description: string): string[] | null {
  const items = description
    .split(/[,;\r\n]+|\s+\/\s+|\s&\s|\s(?:and|und|et|y)\s/i)
    .map((item) =>
      plainText(item)
        .replace(/^(?:and|or|und)\s+/i, '')
        .replaceAll(/^[\s.:-]+|[\s.:!-]+$/g, ''),
    )
    .filter((item) => item !== '');
  if (items.length < 3 || items.length > MAX_ITEMS) return null;
  if (items.some((item) => wordsOf(item).length > MAX_ITEM_WORDS || TRAIT.test(item))) return null;
  const kinds = items.map(plainKind);
  const [first] = kinds;
  const known = kinds.filter((kind) => !LIST_KINDS.includes(kind)).length;
  if (LIST_KINDS.includes(first ?? null) || kinds.includes('style') || known * 2 < items.length) return null;
  return [...new Map(items.map((item) => [item.toLowerCase(), withArticle(item)])).values()];
}

/** Puts “a” or “an” before an English noun phrase that lacks it; names, plurals and other languages stay as they are. */
export function withArticle(typed: string): string {
  const phrase = typed.replace(OPENING, (word) => word.toLowerCase());
  const head = headOf(phrase);
  const last = wordsOf(head).at(-1) ?? '';
  const first = wordsOf(phrase)[0] ?? '';
  if (!/^\p{Ll}/u.test(phrase) || DETERMINER.test(first) || !isCountedOnce(last)) return phrase;
  return `${articleOf(phrase)} ${phrase}`;
}

/** Words that are written large only because the description begins with them; any other one may be a name. */
const OPENING =
  /^(?:an?|the|my|some|two|three|red|blue|green|yellow|orange|purple|pink|black|white|grey|gray|brown|golden|silver|copper|old|new|young|long|short|big|small|tall|tiny|cute|dark|bright|soft|vintage|retro|modern|medieval|antique|ancient|futuristic|wooden|leather|low|high|ghost|photos?|photographs?|paintings?|drawings?|illustrations?|watercolou?r|oil|pencil|ink|anime|pixel|abstract|minimalist|realistic|woman|man|girl|boy|dog|cat|horse|house|car)\b/i;

const DETERMINER =
  /^(?:a|an|the|this|that|these|those|my|our|his|her|its|their|some|many|several|two|three|four|five|ein|eine|der|die|das|un|une|le|la|les|el|los|las|una|il|lo|gli|um|uma|o|os)$/;

/** “a” or “an”, by the sound that a phrase begins with. */
export function articleOf(phrase: string): 'a' | 'an' {
  if (/^(?:hour|honest|heir)/i.test(phrase)) return 'an';
  if (/^(?:uni(?:[^nm]|form)|use|usu|eu|one\b|once|ufo)/i.test(phrase)) return 'a';
  return /^(?:[aeiou]|8|11\b|18)/i.test(phrase) ? 'an' : 'a';
}
