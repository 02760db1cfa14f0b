import { inOrder, isMet, markdownTable } from './figure';
import type { KeptPart } from './kept';
import { commandFor, PARTS, type PartFacts } from './parts';

/** Parts that have not brought all the rows that they make. */
export function missingParts(kept: readonly KeptPart[]): PartFacts[] {
  const made = new Set(kept.flatMap(({ figures }) => figures.map(({ no }) => no)));
  return PARTS.filter(({ rows }) => rows.some((no) => !made.has(no)));
}

/** The page of figures in Markdown. In: every part as it was measured last. */
export function figuresPage(kept: readonly KeptPart[]): string {
  const figures = inOrder(kept.flatMap((part) => part.figures));
  const missed = figures.filter((figure) => !isMet(figure)).length;
  return `${[
    '# Figures',
    [
      'What "fast", "small" and "nothing lost" mean here, in numbers that anyone can make again. `npm run bench` wrote this page',
      'from its last run; changes by hand are gone after the next one.',
    ].join('\n'),
    missed === 0
      ? `All ${figures.length} figures meet their aims.`
      : `${missed} of ${figures.length} figures miss their aims.`,
    markdownTable(figures),
    READING,
    '## Where they were measured',
    placesOf(kept).join('\n'),
    '## How to make them again',
    AGAIN,
    partsTable(kept),
  ].join('\n\n')}\n`;
}

const READING = `The measured value is the median of the runs of which the lowest and the highest are shown; "counted" stands where a thing is
counted once and not timed. Where each run is a round of many samples, its value is their p95, below which 95 of 100 of them lie, or the
slowest. "More than" says what was taken off: the same time without what is measured. "x" is so many times, and a find is something that
went wrong and was not to. "To compare" shows another way to do the same, measured in the same run, and "more" what else was measured or
how; neither is held against the aim. The names in the first column say what a figure is about: A the report's answers, P speed and size,
R what is lost when things go wrong, S a long evening of judging. The plain method makes one picture without and one with the LoRA for each weight, prompt and seed, with a new
socket for each, one at a time and half a second of rest after each pair. The bare page does nothing but swap two decoded pictures on a
key. A ratio is measured side by side, in turns of the same run.`;

const AGAIN = `\`npm run bench\` measures everything but what the table calls aside, prints the table, keeps the single values in
\`bench/results/latest.json\` and writes this page. A part can be measured by itself, as with \`${commandFor('list')}\`: its rows then take
the place of the same rows. Times hold for a machine that does nothing else meanwhile. What is measured in a page needs
Chromium, which is found or installed as for \`npm test\`; \`BLINDFOLD_CHROMIUM\` names another. A part that fails is told of at the end, the program then ends with 1, and this page
stays as it was.`;

/** One line for all parts that were measured under the same circumstances. */
function placesOf(kept: readonly KeptPart[]): string[] {
  const places = new Map<string, string[]>();
  for (const { name, day, commit, machine } of kept) {
    const place = `${day}${commit === null ? '' : `, commit ${commit}`}: ${machine}`;
    places.set(place, [...(places.get(place) ?? []), name]);
  }
  if (places.size === 1) return [...places.keys()].map((place) => `- ${place}.`);
  return [...places].map(([place, names]) => `- ${place}: ${names.join(', ')}.`);
}

function partsTable(kept: readonly KeptPart[]): string {
  const rows = kept.map(({ name, seconds }) => {
    const facts: PartFacts | undefined = PARTS.find((part) => part.name === name);
    const { rows: numbers = [], what = '', isAside = false } = facts ?? {};
    return `| \`${name}\`${isAside ? ', aside' : ''} | ${numbers.join(', ')} | ${what} | ${Math.round(seconds)} s |`;
  });
  const all = kept.filter(({ name }) => !PARTS.some((part: PartFacts) => part.name === name && part.isAside));
  const sum = all.reduce((total, { seconds }) => total + seconds, 0);
  return [
    '| part | rows | what it measures | took |',
    '| --- | --- | --- | --- |',
    ...rows,
    `| all but aside | | | ${(sum / 60).toFixed(1)} min |`,
  ].join('\n');
}
