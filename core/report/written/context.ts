import { readGraphFacts } from '../../session/imageFacts';
import type { Integer } from '../../session/json';
import { selfCheckWords } from '../../session/selfCheck';
import type { Setup } from '../../session/setup';
import { effectiveSetup, type SessionState } from '../../session/state';
import { builtinDefaults, type Sampling } from '../../workflow/builtin';
import { withoutFolder } from './shareable';

/** What a written report says beside the figures: how the pictures were made and judged, and when. Nothing in it names a server or a folder. */
export interface ReportContext {
  /** Of Blindfold. */
  version: string;
  /** ISO times with zone. */
  written_at: string;
  created_at: string;
  first_vote_at: string | null;
  last_vote_at: string | null;
  revealed_at: string | null;
  checkpoint: string | null;
  /** The pictures were made by a workflow of the person's own. */
  own_workflow: boolean;
  /** Null where the workflow does not say. */
  sampling: Partial<Sampling> | null;
  /** Of the pictures, in pixels. */
  size: readonly [number, number] | null;
  text_encoder: Setup['text_encoder'];
  prompts: Setup['prompt_pairs'];
  seeds: readonly Integer[];
  /** Pairs of each prompt and candidate, where every pair has a seed of its own. */
  own_seeds: number | null;
  metric_mode: Setup['metric_mode'];
  pairs: number;
  /** What the self-check found, without the name of the server. */
  self_check: string | null;
  notes: string;
}

/** The context of a session's report. In: its state, the version of Blindfold, and the moment of writing in ISO time. */
export function reportContext(state: SessionState, made: { version: string; now: string }): ReportContext {
  const setup = effectiveSetup(state);
  const facts = setup.workflow === null ? null : readGraphFacts(setup.workflow);
  const checkpoint = setup.checkpoint ?? facts?.checkpoint ?? null;
  const times = state.raters.flatMap(({ votes }) => votes.map(({ at }) => at)).sort(byTime);
  const [image] = state.images.values();
  return {
    version: made.version,
    written_at: made.now,
    created_at: state.created_at,
    first_vote_at: times[0] ?? null,
    last_vote_at: times.at(-1) ?? null,
    revealed_at: state.revealed?.at ?? null,
    checkpoint: checkpoint === null ? null : withoutFolder(checkpoint),
    own_workflow: setup.workflow !== null,
    sampling: samplingOf(state, checkpoint, facts?.sampling ?? null),
    size: image === undefined ? setup.size : [image.width, image.height],
    text_encoder: setup.text_encoder,
    prompts: setup.prompt_pairs,
    seeds: setup.own_seeds === null ? setup.seeds : [],
    own_seeds: setup.own_seeds,
    metric_mode: setup.metric_mode,
    pairs: state.pairs.size,
    self_check: state.self_check === null ? null : selfCheckWords(state.self_check, false),
    notes: state.notes,
  };
}

/** Of the built-in workflow its own settings, of another one what it says; what was set by hand goes before. */
function samplingOf(
  state: SessionState,
  checkpoint: string | null,
  ofWorkflow: Sampling | null,
): ReportContext['sampling'] {
  const setup = effectiveSetup(state);
  // How pictures were made that were found ready is told by no set-up.
  if (state.started?.as_found === true) return setup.sampling ?? ofWorkflow;
  if (setup.workflow !== null)
    return ofWorkflow === null ? setup.sampling : { ...ofWorkflow, ...setup.sampling };
  return checkpoint === null
    ? setup.sampling
    : { ...builtinDefaults(checkpoint).sampling, ...setup.sampling };
}

function byTime(one: string, other: string): number {
  return Date.parse(one) - Date.parse(other);
}
