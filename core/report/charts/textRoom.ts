/** Control characters, marks that turn the direction of reading, spaces without width: in one line they hide or move what stands beside them. */
export const UNSEEN =
  /[\p{Cc}\u200b\u200e\u200f\u202a-\u202e\u2028\u2029\u2060\u2066-\u2069\ufeff\ufffe\uffff]/gu;

/** A text in one line: line breaks and runs of spaces become one space, and nothing in it turns what stands beside it. */
export function plainLine(text: string): string {
  return text.toWellFormed().replace(/\s+/g, ' ').replace(UNSEEN, '').trim();
}

/** Widths in shares of the font size, those of the widest of the fonts that may be there (DejaVu Sans). */
const NARROW = /[iljtfrI.,:;'|!()[\] -]/;
const WIDE = /[mwMW%@—…]/;
const FULL =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Extended_Pictographic}\uff00-\uff60]/u;

/** About how wide a text is drawn, in pixels, rather too wide than too narrow: no font is at hand where charts are drawn. */
export function textWidth(text: string, size: number, isBold = false): number {
  let ems = 0;
  for (const sign of text) ems += widthOf(sign);
  return ems * size * (isBold ? 1.1 : 1);
}

function widthOf(sign: string): number {
  if (/\p{M}/u.test(sign)) return 0;
  if (NARROW.test(sign)) return 0.4;
  if (WIDE.test(sign)) return 0.97;
  if (FULL.test(sign)) return 1.15;
  if (/[\p{Lu}+−=~]/u.test(sign)) return 0.76;
  return 0.64;
}

/** A text in one line that is cut at its end, with an ellipsis, where it is wider than the room (in pixels) for it. */
export function cutText(text: string, room: number, size: number, isBold = false): string {
  // A prompt may be very long; no room takes this many.
  const whole = plainLine(text.slice(0, 2000));
  if (text.length <= 2000 && textWidth(whole, size, isBold) <= room) return whole;
  const scale = size * (isBold ? 1.1 : 1);
  let left = room - textWidth('…', size, isBold);
  let out = '';
  for (const sign of whole) {
    left -= widthOf(sign) * scale;
    if (left < 0) break;
    out += sign;
  }
  return `${out.trimEnd()}…`;
}
