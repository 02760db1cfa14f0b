import { countText, listText, numberText } from './figureText';
import type { ReportFigures } from './report';

/** More raters than these are counted instead of named. */
const MOST_NAMED_RATERS = 3;

type Narrowed = Pick<ReportFigures, 'filter' | 'voters' | 'prompts_total' | 'seeds'>;

/** Which votes a narrowed report is made of: `the votes of Ann on 3 of 10 prompts`; null where it is made of all. */
export function partText({ filter, voters, prompts_total, seeds }: Narrowed): string | null {
  if (filter === null) return null;
  const labels = new Map(voters.map(({ rater, label }) => [rater, label]));
  const raters = filter.raters?.map((name) => labels.get(name) ?? name);
  const named = raters === undefined ? '' : ` of ${ratersText(raters, voters.length)}`;
  const places = [
    ...(filter.prompts ? [ofText(filter.prompts.length, prompts_total, 'prompt')] : []),
    ...(filter.seeds ? [ofText(filter.seeds.length, seeds.length, 'seed')] : []),
  ];
  return `the votes${named}${places.length === 0 ? '' : ` on ${listText(places)}`}`;
}

function ratersText(labels: readonly string[], voters: number): string {
  return labels.length > MOST_NAMED_RATERS ? ofText(labels.length, voters, 'rater') : listText(labels);
}

/** `3 of 10 prompts`; without the whole where that is not known to be more, as with a seed of its own for every pair. */
function ofText(count: number, all: number, noun: string): string {
  return all < count ? countText(count, noun) : `${numberText(count)} of ${countText(all, noun)}`;
}

/** What has to be said of a report on a part of the votes; none where it is made of all. */
export function partNotes(figures: Narrowed): string[] {
  const part = partText(figures);
  return part === null ? [] : [`Only ${part}: a part chosen afterwards proves less than the whole.`];
}
