import type { Page } from 'playwright';

/** What stands on a page but belongs to the computer that made the pictures, and what the pictures show instead. */
const PINNED: readonly (readonly [RegExp, string])[] = [
  // How long the demo took, in the plan and in the log of a run.
  [/^about \d+ (?:s|min)$/, 'about 1 min'],
  [/(?<= made, )\d+(?:\.\d+)? s(?=\.$)/, '1.4 s'],
  [/^127\.0\.0\.1:(?!8188$)\d+$/, '127.0.0.1:8199'],
  // System, memory and disk.
  [/^(?:Linux|Darwin|Windows_NT|macOS|Windows) .*\(.*\)$/, 'Linux 6.8.0 x64'],
  [/^\d+(?:\.\d+)? of \d+(?:\.\d+)? GB$/, '19.5 of 24.0 GB'],
  [/^\d+(?:\.\d+)? [MGT]B free$/, '120 GB free'],
];

/** Puts words that are the same on every computer in the place of those that are not. In: also the sessions' folder. */
export async function pinWords(page: Page, root: string): Promise<void> {
  const pinned = PINNED.map(([from, to]) => [from.source, to] as const);
  await page.evaluate(
    ({ words, folder }) => {
      const pins = words.map(([from, to]) => [new RegExp(from), to] as const);
      const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
      for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
        const said = node.nodeValue ?? '';
        const shown = pins.reduce((text, [from, to]) => text.replace(from, to), said);
        const placed = shown.replaceAll(folder, '/home/you/Blindfold');
        if (placed !== said) node.nodeValue = placed;
      }
      for (const field of document.querySelectorAll('input'))
        field.value = field.value.replaceAll(folder, '/home/you/Blindfold');
    },
    { words: pinned, folder: root },
  );
}
