import type { Dialect } from './dialects';
import { holds } from './ownWords';
import type { Gender } from './people';
import type { Picture } from './picture';
import { articleOf, withArticle } from './readDescription';

/** What a prompt says beside its picture. */
export interface Call {
  /** Trigger words, verbatim, that the picture's subject does not hold. */
  readonly triggers: readonly string[];
  /** They belong to the subject and can stand beside it, not only at the very front. */
  readonly isOfSubject: boolean;
  /** The words of a style; empty where there is none. */
  readonly style: string;
  /** Of the one person shown; null where nobody or several are. */
  readonly gender: Gender;
}

/** Writes a picture as the model likes it. In: `turn` chooses among ways to say the same. */
export function inWords(picture: Picture, call: Call, dialect: Dialect, turn: number): string {
  if (dialect.form === 'sentences') return sentences(picture, call, turn);
  return dialect.form === 'tags' ? tags(picture, call, dialect) : phrases(picture, call);
}

function phrases({ shown, doing, place, light, framing, medium }: Picture, call: Call): string {
  return listed([
    ...call.triggers,
    withoutArticle(shown.words),
    doneAt(doing, place),
    bare(call.style),
    withoutArticle(light),
    withoutArticle(framing),
    medium,
  ]);
}

/** What is done and where; what one looks like meanwhile is set off by a comma. */
function doneAt(doing: string, place: string): string {
  return [doing, place].filter((part) => part !== '').join(/^(?:with|about) /.test(doing) ? ', ' : ' ');
}

function tags(
  { shown, doing, place, light, framing, medium }: Picture,
  call: Call,
  dialect: Dialect,
): string {
  const has = (tag: string) => [shown.words, ...call.triggers].some((text) => holds(text, tag));
  const who = call.gender === null ? [] : [call.gender === 'woman' ? '1girl' : '1boy', 'solo'];
  return listed([
    dialect.before,
    ...call.triggers,
    ...who.filter((tag) => !has(tag)),
    withoutArticle(shown.words),
    doing,
    place.replace(/^(?:in|on|at|beside|inside)\s+(?:an?\s+|the\s+)?(?!front\b|two\b)/, ''),
    bare(call.style),
    withoutArticle(light),
    withoutArticle(framing),
    medium,
    dialect.behind,
  ]);
}

/** Parts with commas between them, each once. */
function listed(parts: readonly string[]): string {
  return [
    ...new Map(parts.filter((part) => part !== '').map((part) => [part.toLowerCase(), part])).values(),
  ].join(', ');
}

function sentences(
  { shown, doing, place, light, framing, medium }: Picture,
  call: Call,
  turn: number,
): string {
  const front = call.isOfSubject ? [] : call.triggers;
  const name = [...(call.isOfSubject ? call.triggers : []), shown.words]
    .filter((part) => part !== '')
    .join(', ');
  const action = doneAt(doing, place);
  const style = styleClause(call.style);
  const what = `${joined(name, action)}${style.clause}`;
  const isNoun = /^an? /.test(framing);
  // “A view from the side of a fox” could be read in two ways.
  const leads = isNoun && turn % 2 === 0 && !/ (?:from|with|at|through|toward|along) /.test(framing);
  const framed = leads ? `${framing} of ${what}` : what;
  const clause = framing !== '' && !isNoun ? `, ${framing}` : '';
  const tail = isNoun && !leads ? withoutArticle(framing) : '';
  const lit = light === '' ? '' : tail === '' ? `, in ${light}` : '';
  const second =
    tail === '' ? '' : capital([withoutArticle(light), tail].filter((part) => part !== '').join(', '));
  const first = [...front, `${framed}${clause}${lit}`].filter((part) => part !== '').join(', ');
  const verbatim = call.triggers.some((trigger) => first.startsWith(trigger));
  return [
    verbatim ? first : capital(first),
    style.sentence,
    second,
    medium === '' ? '' : capital(`${articleOf(medium)} ${medium}`),
  ]
    .filter((part) => part !== '')
    .map((part) => (/[.!?]$/.test(part) ? part : `${part}.`))
    .join(' ');
}

/** A name and what it does; a name of some length is set off by a comma. */
function joined(name: string, action: string): string {
  if (action === '' || name === '') return `${name}${action}`;
  const isLong =
    /,| (?:with|wearing|of|by|at|in|on|from|am|im|who) /i.test(name) || name.split(' ').length > 4;
  return `${name}${isLong || /^(?:tidy|cluttered|abandoned)/.test(action) ? ', ' : ' '}${action}`;
}

function styleClause(style: string): { clause: string; sentence: string } {
  if (style === '') return { clause: '', sentence: '' };
  if (/^(?:in|with|by|as|like|on|im|dans|au|en|no|nello|\p{L}+\s+(?:as|like|in|with|on))\s/iu.test(style))
    return { clause: `, ${style}`, sentence: '' };
  if (/\b(?:styles?|aesthetics?|look|palette|technique|manner|stil|estilo)\b/i.test(style))
    return { clause: `, in ${withArticle(style)}`, sentence: '' };
  return { clause: '', sentence: capital(bare(style)) };
}

function withoutArticle(text: string): string {
  return text.replace(/^(?:an?|the)\s+/i, '');
}

/** A style's words as they stand in a list. */
function bare(style: string): string {
  return withoutArticle(style.replace(/^in\s+(?=(?:an?|the)\s)(?!the\s+(?:style|manner|look)\s+of\b)/i, ''));
}

function capital(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}
