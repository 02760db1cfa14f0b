import { isLoraBetter } from '../../session/document';
import { stringifyJson } from '../../session/json';
import { selfCheckWords } from '../../session/selfCheck';
import {
  effectiveSetup,
  isPackRater,
  labelOf,
  type Rater,
  type SessionState,
  type Vote,
} from '../../session/state';
import { reportInput } from '../input';
import type { Report } from '../report';
import { reportContext } from './context';
import { shareable, withoutFolder } from './shareable';

/** Counts up with every change that a reader of the file would have to know of. */
const FORMAT_VERSION = 1;

/**
 * The results as JSON text from which anybody can count every figure anew: votes and checks, plan, seeds and methods, beside the
 * figures themselves. In: the report, the session that it is of, the version of Blindfold, and the moment of writing in ISO
 * time. Seeds keep every digit. Servers, folders of this machine, the workflow and the session's secret are not in it.
 */
export function resultsJson(
  given: Report,
  state: SessionState,
  made: { version: string; now: string },
): string {
  const setup = effectiveSetup(state);
  const context = reportContext(state, made);
  const report = shareable(given, context.self_check);
  // All votes, whatever the report is narrowed to: its filter says which of them its figures count.
  const input = reportInput(state, report.bootstrap_seed);
  return `${stringifyJson(
    {
      format: 'blindfold-results',
      format_version: FORMAT_VERSION,
      written_by: { name: 'Blindfold', version: made.version },
      written_at: made.now,
      session: {
        session_id: state.session_id,
        created_at: state.created_at,
        demo: report.demo,
        revealed_at: state.revealed?.at ?? null,
        revealed_early: report.revealed_early,
        votes_taken_back: report.votes_taken_back,
        ended_early: report.ended_early,
        unfinished: report.unfinished,
        extensions: report.extensions,
        past_rounds: report.past_rounds,
        mixed_pairs: input.mixed_pairs,
        self_check:
          state.self_check === null
            ? null
            : { passed: state.self_check.ok, message: selfCheckWords(state.self_check, false) },
      },
      setup: {
        loras: setup.loras.map(withoutFolder),
        checkpoint: context.checkpoint,
        own_workflow: context.own_workflow,
        sampling: context.sampling,
        size: context.size,
        text_encoder: setup.text_encoder,
        metrics: setup.metrics,
        metric_mode: setup.metric_mode,
        quality_control: setup.quality_control,
        own_seeds: setup.own_seeds,
      },
      plan: planOf(state, input.candidates),
      raters: state.raters.map((rater) => ({
        rater: rater.name,
        label: labelOf(rater),
        from_pack: isPackRater(rater.name),
      })),
      votes: state.raters.flatMap((rater) => rater.votes.map((vote) => voteOf(rater, vote))),
      checks: state.raters.flatMap((rater) =>
        rater.checks.map((check) => ({ kind: check.kind, ...voteOf(rater, check) })),
      ),
      filter: report.filter,
      method: report.method,
      chance: {
        generator: 'xoroshiro128+',
        order_seed: state.started?.order_seed ?? null,
        bootstrap_seed: report.bootstrap_seed,
        resamples: report.resamples,
      },
      figures: report,
    },
    1,
  )}\n`;
}

function planOf(state: SessionState, candidates: { lora_filename: string; weight: number }[]) {
  const setup = effectiveSetup(state);
  return {
    candidates: candidates.map(({ lora_filename, weight }) => ({
      lora_filename: withoutFolder(lora_filename),
      weight,
    })),
    prompts: setup.prompt_pairs,
    seeds: setup.seeds,
    pairs: [...state.pairs.values()].map((pair) => ({
      pair: pair.lora,
      baseline: pair.baseline,
      candidate: pair.candidate,
      prompt_index: pair.prompt_index,
      seed: pair.seed,
    })),
    images: [...state.images.values()].map(({ file, sha256, width, height }) => ({
      file,
      sha256,
      width,
      height,
    })),
  };
}

function voteOf(rater: Rater, vote: Vote) {
  return {
    rater: rater.name,
    pair: vote.pair,
    metric: vote.metric,
    choice: vote.choice,
    lora_on_left: vote.swap,
    lora_better: isLoraBetter(vote),
    stars: vote.stars,
    at: vote.at,
    after_reveal: vote.after_reveal,
    elapsed_ms: vote.elapsed_ms,
    flags: vote.flags,
    note: vote.note,
  };
}
