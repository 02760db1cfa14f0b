import { countText, dayText, percentText } from '../../core/report/figureText';
import type { Counted } from '../../core/report/metricDetail';
import type { Report } from '../../core/report/report';

/** One line on how carefully was judged: its name, its figure, and what it stands for. */
export interface CarefulLine {
  name: string;
  value: string;
  help: string;
}

/** What can be said of how carefully was judged; empty where nothing was checked and nothing stood out. */
export function carefulLines({
  quality,
  past_rounds,
}: Pick<Report, 'quality' | 'past_rounds'>): CarefulLine[] {
  const { repeats_alike, kappa, catches_same, too_fast, timed, training } = quality.all;
  const lines: CarefulLine[] = [];
  if (repeats_alike.of > 0)
    lines.push({
      name: 'Repeats answered alike',
      value: countedText(repeats_alike),
      help: `Pairs that came twice, with their sides swapped.${intervalText(repeats_alike)}${
        kappa === null ? '' : ` Cohen’s kappa ${kappa.toFixed(2)}.`
      }`,
    });
  if (catches_same.of > 0)
    lines.push({
      name: 'Equal pictures called the same',
      value: countedText(catches_same),
      help: `One picture stood on both sides.${intervalText(catches_same)}`,
    });
  if (too_fast > 0)
    lines.push({
      name: 'Very fast votes',
      value: `${too_fast} of ${timed}`,
      help: 'Under 0.4 s, or under a third of the rater’s usual time. They count all the same.',
    });
  if (training > 0)
    lines.push({
      name: 'Practice',
      value: countText(training, 'answer'),
      help: 'Before the first trial. None counts.',
    });
  past_rounds.forEach(({ at, votes, raters, after_reveal }) => {
    lines.push({
      name: `Judged before, until ${dayText(at)}`,
      value: countText(votes, 'vote'),
      help: `${raters > 1 ? `Of ${raters} raters. ` : ''}Kept, and counted nowhere. ${
        after_reveal ? 'The labels were seen then.' : 'The labels were not seen then.'
      }`,
    });
  });
  return lines;
}

/** `9 of 10`; a dash where there is nothing to count. */
export function countedText({ count, of }: Pick<Counted, 'count' | 'of'>): string {
  return of === 0 ? '-' : `${count} of ${of}`;
}

function intervalText({ low, high }: Counted): string {
  if (low === null || high === null) return '';
  return ` 95% interval ${percentText(low)} to ${percentText(high)}%.`;
}
