import { plainLine } from './textRoom';

/** Values of an element; those that are undefined are left out. */
export type Attributes = Record<string, string | number | undefined>;

/** One element of an SVG as text; attributes are escaped, children must be markup already. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(
      ([key, value]) => ` ${key}="${typeof value === 'number' ? rounded(value) : escapeMarkup(value ?? '')}"`,
    )
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

/** One line of text at a place, escaped. */
export function label(words: string, attributes: Attributes): string {
  return element('text', attributes, escapeMarkup(plainLine(words)));
}

/** A straight line. */
export function line(x1: number, y1: number, x2: number, y2: number, attributes: Attributes): string {
  return element('path', {
    d: `M${rounded(x1)} ${rounded(y1)}L${rounded(x2)} ${rounded(y2)}`,
    fill: 'none',
    ...attributes,
  });
}

/** Points as the `d` of a path. */
export function pathOf(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], index) => `${index === 0 ? 'M' : 'L'}${rounded(x)} ${rounded(y)}`).join('');
}

/** Half a pixel off, where a line of one pixel is sharp. */
export function crisp(at: number): number {
  return Math.round(at) + 0.5;
}

/** A length to hundredths. Throws RangeError on what is no number, which a browser would draw as nothing. */
export function rounded(length: number): string {
  if (!Number.isFinite(length)) throw new RangeError(`A chart has no place at ${length}.`);
  return String(Math.round(length * 100) / 100);
}

const MARKUP: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Characters that XML cannot hold in any form. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is taken out.
const NOT_XML = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g;

/** Text as it stands between tags or in a quoted attribute, in HTML and in XML. */
export function escapeMarkup(text: string): string {
  return text
    .toWellFormed()
    .replace(NOT_XML, '')
    .replace(/[&<>"']/g, (sign) => MARKUP[sign] ?? sign);
}
