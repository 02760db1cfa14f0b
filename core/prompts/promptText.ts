import type { WrittenPair } from './promptList';

/**
 * The prompt pairs of plain text: one a line, the negative prompt after a tab or `---`. Empty lines count for nothing. In:
 * the text, with or without a byte order mark. Out: each with the line it stands on.
 */
export function promptsInText(text: string): WrittenPair[] {
  return text
    .replace(/^\uFEFF/, '')
    .split(/\r\n|\r|\n/)
    .map((line, index) => {
      const [, positive = '', negative = ''] = /^(.*?)(?:\t+|\s*---\s*)(.*)$/.exec(line) ?? [null, line, ''];
      return {
        place: `Line ${index + 1}`,
        pair: { positive: positive.trim(), negative: negative.trim() },
      };
    })
    .filter(({ pair }) => pair.positive !== '' || pair.negative !== '');
}
