import { countText, listText } from '../figureText';
import type { Report } from '../report';

/** Longer lists of numbers are counted instead. */
const MOST_NAMED = 12;

/** To which votes a report is narrowed, in a sentence; null where all count. */
export function filterText({ filter, voters }: Pick<Report, 'filter' | 'voters'>): string | null {
  if (filter === null) return null;
  const { raters, prompts, seeds } = filter;
  const parts = [
    ...(raters === undefined
      ? []
      : [`of ${listText(raters.map((name) => voters.find(({ rater }) => rater === name)?.label ?? name))}`]),
    ...(prompts === undefined
      ? []
      : [
          `on ${namedText(
            'prompt',
            prompts.map((place) => String(place + 1)),
          )}`,
        ]),
    ...(seeds === undefined ? [] : [`with ${namedText('seed', seeds.map(String))}`]),
  ];
  if (parts.length === 0) return null;
  return `Only some of the votes are counted here: those ${parts.join(', ')}.`;
}

function namedText(noun: string, names: readonly string[]): string {
  if (names.length > MOST_NAMED) return countText(names.length, noun);
  return `${noun}${names.length === 1 ? '' : 's'} ${listText(names)}`;
}
