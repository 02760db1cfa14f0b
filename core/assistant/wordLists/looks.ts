import { plainKind, wordsOf } from './kinds';
import { MEDIUM } from './ownWords';

const MADE =
  'drawn|painted|rendered|illustrated|depicted|sketched|photographed|shot|filmed|sculpted|animated|printed|carved|engraved';
/** These tell of the picture, and not of the thing, whatever comes behind. */
const PICTURED = 'drawn|rendered|illustrated|sketched|photographed|filmed';
/** “in the style of an old picture book”, “drawn as a woodcut”, “as a watercolour painting”: from there to the next comma. */
const CLAUSE = new RegExp(
  `(?:^|,\\s*|\\s+)((?:(?:${MADE})\\s+(?:as|like)\\s|(?:${PICTURED})\\s+(?:in|with|on)\\s|painted\\s+in\\s+(?:watercolou?rs?|oils?|gouache|acrylics?)\\b|in\\s+(?:[\\p{L}\\p{N}-]+\\s+){1,4}?(?:style|look|aesthetics?|manner)\\b|im\\s+stil\\b|(?:dans|au)\\s+(?:le\\s+)?style\\b|(?:en|no|in|nello)\\s+(?:el\\s+)?(?:estilo|stile)\\b|(?:as|like)\\s+an?\\s+(?:[\\p{L}\\p{N}-]+\\s+){0,3}?(?:painting|drawing|illustration|sketch|photograph|photo|watercolou?r|engraving|woodcut|comic|cartoon|render|print|poster)\\b)[^,]*)`,
  'iu',
);
const STYLE = /\b(?:style|aesthetics?|look|manner|stil|estilo|stile)\b/i;
/** “in anime style with pink hair” goes on with what is shown, “with thick lines” with how. */
const WITH = /^(\S+\s+\S+.*?)(\s(?:with|wearing|holding)\s.*)?$/i;
const STROKES =
  /\b(?:edges|lines|lineart|outlines|colou?rs|tones|grain|contrast|strokes|brushwork|shading|hatching|palette|shadows|texture|paper|perspective)\b/i;
const MAX_LOOK_WORDS = 14;

export interface Looked {
  /** What is shown. */
  readonly shown: string;
  /** How it is drawn or made, where that is said beside what is shown; may be empty. */
  readonly look: string;
}

/** Parts what a description shows from the style that it is to be shown in. In: without introduction and story. */
export function partLook(text: string): Looked {
  const looks: string[] = [];
  let shown = text;
  const clause = CLAUSE.exec(text);
  if (clause?.[1] !== undefined) {
    const [, look = clause[1], tail = ''] = WITH.exec(clause[1]) ?? [];
    const isOfLook = STROKES.test(tail);
    looks.push((isOfLook ? clause[1] : look).trim());
    shown = `${text.slice(0, clause.index)}${isOfLook ? '' : tail}${text.slice(clause.index + clause[0].length)}`;
  }
  const parts = shown.split(/,\s+/);
  const isLook = (part: string) => plainKind(part) === 'style' && (STYLE.test(part) || MEDIUM.test(part));
  const [first = '', ...rest] = parts;
  looks.push(...rest.filter(isLook));
  shown = [first, ...rest.filter((part) => !isLook(part))].join(', ').replace(/^[\s,]+|[\s,]+$/g, '');
  const look = looks.join(', ');
  const kind = plainKind(shown);
  // A style's own words are no look of something else.
  const isParted = kind === null ? clause !== null && /^\p{Lu}/u.test(shown) : kind !== 'style';
  if (look === '' || !isParted || wordsOf(look).length > MAX_LOOK_WORDS) return { shown: text, look: '' };
  return { shown, look };
}
