import { holm } from '../statistics/pairwise';
import { ALPHA } from '../statistics/proportion';
import { FEWEST_FLIPPED } from '../statistics/resample';
import { countText, numberText, takenBackText } from './figureText';
import type { MetricReport, ReportFigures } from './report';

/** What the whole result stands under: a demo's images, an end before the last vote, votes taken back after the reveal. */
export function standing({
  demo,
  ended_early: ended,
  unfinished,
  votes_taken_back: takenBack,
}: ReportFigures): string[] {
  const out: string[] = [];
  if (demo) {
    out.push(
      'These images come from the built-in demo, not from a model: the result says nothing about a real LoRA.',
    );
  }
  if (ended !== null) {
    const total = countText(ended.votes_total, 'vote');
    out.push(`Ended by hand after ${numberText(ended.votes_done)} of ${total}.`);
  }
  if (unfinished !== null) {
    const total = countText(unfinished.votes_total, 'vote');
    out.push(`The evaluation is not complete: ${numberText(unfinished.votes_done)} of ${total} are in.`);
  }
  if (takenBack > 0) out.push(`${takenBackText(takenBack)}.`);
  return out;
}

/** What a reader must know of all votes together to trust the answers no further than they go. */
export function notes(figures: ReportFigures): string[] {
  if (figures.votes_total === 0) return lateVotes(figures);
  const out: string[] = [];
  if (figures.votes_total > 1 && figures.prompts_judged < FEWEST_FLIPPED) {
    const prompts = `${countText(figures.prompts_judged, 'prompt')} ${figures.prompts_judged === 1 ? 'was' : 'were'}`;
    out.push(`Only ${prompts} judged: whether this holds for other prompts cannot be said.`);
  }
  const test =
    figures.method === 'peek_safe'
      ? ', so the answers use a stricter test that stays valid under early looks'
      : '';
  if (figures.revealed_early) out.push(`The labels were revealed before the last vote${test}.`);
  if (figures.extended) {
    out.push(`The evaluation was extended after it began${figures.revealed_early ? '' : test}.`);
  }
  if (!figures.revealed_early && !figures.extended && test !== '') {
    out.push('The answers use a stricter test that stays valid under early looks.');
  }
  out.push(...lateVotes(figures));
  if (figures.raters.length > 1) out.push(`Votes of ${figures.raters.length} raters are counted together.`);
  out.push(...candidateNotes(figures));
  return out;
}

/** How many votes came after the reveal; a vote changed to a skip then is one of them. */
function lateVotes({ votes_after_reveal: late, votes_total, skips_total: skips }: ReportFigures): string[] {
  if (late === 0) return [];
  const all = `${countText(votes_total + skips, 'vote')}${skips > 0 ? ', skips counted,' : ''}`;
  return [`${numberText(late)} of ${all} came after the reveal, when the labels could be known.`];
}

function candidateNotes({ overall, own_seeds }: ReportFigures): string[] {
  const files = new Set(overall.map(({ lora_filename }) => lora_filename));
  const out: string[] = [];
  if (files.size > 1) out.push('Each LoRA file is tested against the baseline, not against the other files.');
  if (own_seeds && overall.length > files.size) {
    out.push('Every pair had a seed of its own, so the weights were not tested against each other.');
  }
  return out;
}
/** A sentence for each metric on which one side was chosen too often for chance. */
export function sideNotes({ metrics }: ReportFigures): Map<MetricReport, string[]> {
  const adjusted = holm(metrics.map(({ side_bias }) => side_bias.p_value));
  const biased = metrics.filter((_, index) => (adjusted[index] ?? 1) < ALPHA);
  return new Map(
    biased.map((report) => {
      const { left, right } = report.side_bias;
      const side = left > right ? 'left' : 'right';
      const chosen = `${numberText(Math.max(left, right))} of ${countText(left + right, 'decided vote')}`;
      return [
        report,
        [`On ${report.metric} the ${side} image was chosen in ${chosen}, more than chance easily explains.`],
      ];
    }),
  );
}
