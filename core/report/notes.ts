import { FEWEST_FLIPPED } from '../statistics/resample';
import { countText, dayText, numberText, takenBackText } from './figureText';
import { partNotes } from './part';
import type { MetricReport, PastRoundFigures, ReportFigures } from './report';
import { sideHabits } from './sideHabit';

/**
 * What the whole result stands under: that it is of a part of the votes, a demo's images, an end before the last vote, extensions,
 * votes taken back after the reveal.
 */
export function standing(figures: ReportFigures): string[] {
  const {
    demo,
    ended_early: ended,
    unfinished,
    votes_taken_back: takenBack,
    extensions,
    past_rounds,
  } = figures;
  const out = partNotes(figures);
  if (demo) {
    out.push(
      'These images come from the built-in demo, not from a model: the result says nothing about a real LoRA.',
    );
  }
  if (ended !== null) {
    // Trials, because repeats and catches are among them, which are no votes of the result.
    const total = countText(ended.votes_total, 'trial');
    out.push(`Ended by hand after ${numberText(ended.votes_done)} of ${total}.`);
  }
  if (unfinished !== null) {
    const total = countText(unfinished.votes_total, 'trial');
    out.push(
      `The evaluation is not complete: ${numberText(unfinished.votes_done)} of ${total} are answered.`,
    );
  }
  for (const { at, pairs, after_reveal } of extensions) {
    const when = `on ${dayText(at)}${after_reveal ? ', after the reveal,' : ''}`;
    out.push(`The evaluation was extended ${when} by ${countText(pairs, 'pair')}.`);
  }
  out.push(...past_rounds.flatMap(redoneNotes));
  if (takenBack > 0) out.push(`${takenBackText(takenBack)}.`);
  return out;
}

/** Who has seen a result and judges again may know what to look for, even in a new order. */
function redoneNotes({ at, votes, after_reveal }: PastRoundFigures): string[] {
  const kept = `${countText(votes, 'vote')} before it ${votes === 1 ? 'is' : 'are'} kept and not counted`;
  const anew = `The evaluation was begun anew on ${dayText(at)}: ${kept}.`;
  return after_reveal
    ? [`${anew} Labels had been shown by then. The tests do not allow for the earlier try.`]
    : [anew];
}

/** What a reader must know of all votes together to trust the answers no further than they go. */
export function notes(figures: ReportFigures): string[] {
  if (figures.votes_total === 0) return lateVotes(figures);
  const out: string[] = [];
  if (figures.votes_total > 1 && figures.prompts_judged < FEWEST_FLIPPED) {
    const prompts = `${countText(figures.prompts_judged, 'prompt')} ${figures.prompts_judged === 1 ? 'was' : 'were'}`;
    out.push(`Only ${prompts} judged: whether this holds for other prompts cannot be said.`);
  }
  out.push(...stricterTest(figures));
  out.push(...lateVotes(figures));
  out.push(...severalMetrics(figures));
  out.push(...severalRaters(figures));
  out.push(...candidateNotes(figures));
  if (figures.mixed_pairs > 0) {
    const pairs = `${countText(figures.mixed_pairs, 'pair')} ${figures.mixed_pairs === 1 ? 'has' : 'have'}`;
    out.push(
      `${pairs} a baseline and a candidate from two servers, whose images of one seed may differ by more than the LoRA.`,
    );
  }
  if (figures.self_check?.passed === false)
    out.push(
      'The self-check failed: what was judged may be more than the LoRA. The methods say what differed.',
    );
  return out;
}

/** What made the answers turn to the test that allows looking. */
function stricterTest({ method, revealed_early, extensions }: ReportFigures): string[] {
  const test = 'answers and their intervals use a stricter method, which stays valid under early looks';
  const reasons = [
    ...(revealed_early ? ['The labels were revealed before the last vote'] : []),
    ...(extensions.some(({ after_reveal }) => after_reveal)
      ? ['The evaluation was extended after the reveal']
      : []),
  ];
  if (method === 'fixed') return reasons.map((reason) => `${reason}.`);
  const [first, ...rest] = reasons;
  const told = first === undefined ? `The ${test}.` : `${first}, so the ${test}.`;
  return [told, ...rest.map((reason) => `${reason}.`)];
}

/** Their agreement is told with each metric, where it can be. */
function severalRaters({ raters, metrics }: ReportFigures): string[] {
  if (raters.length < 2) return [];
  const together = `Votes of ${numberText(raters.length)} raters are counted together`;
  return metrics.some(({ agreement }) => agreement !== null)
    ? [`${together}.`]
    : [`${together}; no two judged the same pair, so whether they agree cannot be said.`];
}

/** Holm corrects within a metric; whoever asks about several has a chance to be fooled on each. */
function severalMetrics({ metrics }: ReportFigures): string[] {
  const voted = metrics.filter(({ candidates }) => candidates.some(({ votes }) => votes > 0));
  const isDecided = voted.some(({ candidates }) => candidates.some(({ answer }) => answer !== 'undecided'));
  if (voted.length < 2 || !isDecided) return [];
  return [
    `Each metric was tested on its own: with ${voted.length} of them, one may show a difference by chance.`,
  ];
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
  const out = new Map<MetricReport, string[]>();
  for (const [index, side] of sideHabits(metrics).entries()) {
    const report = metrics[index];
    if (side === null || report === undefined) continue;
    const { left, right } = report.side_bias;
    const chosen = `${numberText(Math.max(left, right))} of ${countText(left + right, 'decided vote')}`;
    out.set(report, [
      `On ${report.metric} the ${side} image was chosen in ${chosen}, more than chance easily explains.`,
    ]);
  }
  return out;
}
