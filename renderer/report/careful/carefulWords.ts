import { countText, dayText, percentText } from '../../../core/report/figureText';
import type { Agreement, Counted } from '../../../core/report/metricDetail';
import type { Report } from '../../../core/report/report';

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
  metrics,
}: Pick<Report, 'quality' | 'past_rounds' | 'metrics'>): CarefulLine[] {
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
  for (const { metric, agreement } of metrics) {
    if (agreement !== null) lines.push(agreementLine(metric, agreement));
  }
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

/** How far raters agree on a metric. */
function agreementLine(metric: string, { alike, alpha, low, high, raters, pairs }: Agreement): CarefulLine {
  const span = low === null || high === null ? '' : `, 95% interval ${low.toFixed(2)} to ${high.toFixed(2)}`;
  return {
    name: `Raters agree on ${metric}`,
    value: countedText(alike),
    help: `Two answers to one pair that were alike: ${countText(raters, 'rater')}, ${countText(pairs, 'pair')}.${intervalText(alike)}${
      alpha === null
        ? ''
        : ` Krippendorff’s alpha ${alpha.toFixed(2)}${span}; 1 is full agreement, 0 is chance.`
    }`,
  };
}

/** `9 of 10`; a dash where there is nothing to count. */
export function countedText({ count, of }: Pick<Counted, 'count' | 'of'>): string {
  return of === 0 ? '-' : `${count} of ${of}`;
}

function intervalText({ low, high }: Counted): string {
  if (low === null || high === null) return '';
  return ` 95% interval ${percentText(low)} to ${percentText(high)}%.`;
}
