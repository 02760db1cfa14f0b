import { CJK_SIGNS, ENGLISH_WORDS, GERMAN_ENDINGS, type Kind, OTHER_WORDS } from './kindWords';
import type { Gender } from './people';

/** Where the leading noun phrase ends: what comes behind tells of it, and is not it. */
const PHRASE_END =
  /[,;:.!?()]| - | – | — |\b(?:with|without|in|on|at|of|from|by|for|who|which|that|wearing|holding|worn|and|mit|am|im|aus|von|der|die|das|ohne|und|avec|dans|sur|de|du|des|con|en|del|di|com)\b/iu;

const ALWAYS_STYLE = /(?<!hair)\b(?:styles?|stil|estilo|stile|aesthetics?)\b/iu;

const ENGLISH = indexOf(ENGLISH_WORDS);
const OTHERS = indexOf(OTHER_WORDS);
const ENDINGS = indexOf(GERMAN_ENDINGS);
const SIGNS = indexOf(CJK_SIGNS);

function indexOf(words: Readonly<Partial<Record<Kind, string>>>): ReadonlyMap<string, Kind> {
  return new Map(
    Object.entries(words).flatMap(([kind, list]) =>
      list.split(' ').map((word): [string, Kind] => [word, kind as Kind]),
    ),
  );
}

/** A text's words, lower case; hyphens part them too. */
export function wordsOf(text: string): string[] {
  return text.toLowerCase().match(/[\p{L}\p{N}]+(?:[’'][\p{L}]+)?/gu) ?? [];
}

/** The forms under which an English word may be listed: as it is, and without the ending of the plural. */
export function singulars(word: string): string[] {
  return [
    word,
    ...(word.endsWith('ies') ? [`${word.slice(0, -3)}y`] : []),
    ...(/(?:s|x|ch|sh|o)es$/.test(word) ? [word.slice(0, -2)] : []),
    ...(word.endsWith('ves') ? [`${word.slice(0, -3)}f`] : []),
    ...(/[^s]s$/.test(word) ? [word.slice(0, -1)] : []),
  ];
}

function kindOfWord(word: string): Kind | null {
  for (const form of singulars(word)) {
    const kind = ENGLISH.get(form) ?? OTHERS.get(form);
    if (kind !== undefined) return kind;
  }
  if (word.length > 5) for (const [ending, kind] of ENDINGS) if (word.endsWith(ending)) return kind;
  for (const [sign, kind] of SIGNS) if (word.includes(sign)) return kind;
  return null;
}

/** True for an English noun of the lists in the singular, which takes “a” or “an”. */
export function isCountedOnce(word: string): boolean {
  return (
    ENGLISH.has(word) && !UNCOUNTED.has(word) && !(/[^s]s$/.test(word) && ENGLISH.has(word.slice(0, -1)))
  );
}

const UNCOUNTED = new Set(
  'pajamas pyjamas dungarees tights chainmail lingerie knitwear streetwear outerwear workwear footwear headwear clothing clothes jeans trousers pants shorts overalls leggings stockings glasses sunglasses earrings trunks lederhosen makeup architecture scenery food bread ramen sushi pasta chocolate coffee tea cheese photography art anime manga armor lighting fruit soup art artwork noir bokeh grain ink charcoal swimwear sitting standing kneeling crouching lying jumping squatting crossed pointing waving saluting stretching leaning realism surrealism impressionism cubism vaporwave synthwave cyberpunk steampunk'.split(
    ' ',
  ),
);

/** The leading noun phrase of a text. */
export function headOf(text: string): string {
  // An article of another language may open it, and ends nothing there.
  const opening = /^\s*(?:der|die|das|de|du|des)\s+/iu.exec(text)?.[0] ?? '';
  const rest = text.slice(opening.length);
  return rest.slice(0, rest.search(PHRASE_END) === -1 ? rest.length : rest.search(PHRASE_END)).trim();
}

function lastKind(text: string): Kind | null {
  // What lies in a bowl counts for more than the bowl.
  const food = /^(.*\p{L}.*)\s(?:bowls?|plates?|platters?)$/iu.exec(text)?.[1];
  if (food !== undefined && lastKind(food) === 'food') return 'food';
  return (
    wordsOf(text)
      .map(kindOfWord)
      .findLast((kind) => kind !== null) ?? null
  );
}

/**
 * What a text plainly speaks of: the last telling word of its first phrase that has one (“red sports cars at night” is of cars).
 * Null when no word tells.
 */
export function plainKind(text: string): Kind | null {
  let rest = text;
  while (rest.trim() !== '') {
    const head = headOf(rest);
    if (ALWAYS_STYLE.test(head)) return 'style';
    const kind = lastKind(head);
    if (kind !== null) return kind;
    const end = rest.indexOf(head) + head.length;
    const behind = rest.slice(end).replace(PHRASE_END, '');
    if (behind.length >= rest.length) break;
    rest = behind;
  }
  return null;
}

/** The kind of a LoRA by its description, else by its trigger words; `concept` when neither tells. */
export function kindOf(description: string, triggers: readonly string[]): Kind {
  return plainKind(description) ?? plainKind(triggers.join(', ')) ?? 'concept';
}

const WOMAN =
  /\b(?:woman|girl|lady|1girl|she|her|princess|queen|witch|sorceress|heroine|actress|grandmother|mother|sister|daughter|wife|nun|maid|mermaid|waifu|frau|mädchen|oma|hexe|femme|fille|mujer|chica|donna|ragazza|mulher)\b/iu;
const MAN =
  /\b(?:man|boy|gentleman|guy|1boy|he|his|him|prince|king|actor|grandfather|father|brother|son|husband|monk|husbando|mann|junge|opa|homme|garçon|hombre|chico|uomo|ragazzo|homem)\b/iu;

/** Whom a text speaks of; null when it does not tell, or tells of several. */
export function genderOf(text: string): Gender {
  const [isWoman, isMan] = [WOMAN.test(text), MAN.test(text)];
  if (isWoman === isMan) return null;
  return isWoman ? 'woman' : 'man';
}
