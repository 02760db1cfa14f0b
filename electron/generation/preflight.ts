import { AppFailure, badRequest, type FieldFault } from '../../core/contract/failure';
import { candidatesOf, type Job } from '../../core/plan/jobs';
import { MAX_DRAWN_SEED } from '../../core/plan/random';
import type { JsonValue } from '../../core/session/json';
import { type Setup, setupFaults } from '../../core/session/setup';
import { builtinDefaults, builtinWorkflow } from '../../core/workflow/builtin';
import {
  findRoles,
  otherLoraUses,
  parseCorrections,
  parseWorkflow,
  type WorkflowBindings,
} from '../../core/workflow/graph';
import { matchName } from '../../core/workflow/names';
import type { ComfyGraph } from '../../core/workflow/nodes';
import { type JobLora, patchWorkflow } from '../../core/workflow/patch';
import { checkAgainstServer } from '../comfy/checks';
import type { ComfyClient } from '../comfy/client';
import { isDemo, listCheckpoints } from '../comfy/probe';
import type { GraphOrigin } from '../comfy/refusal';

/** A set-up that was checked, and how to make a graph of each of its jobs. */
export interface PreparedRun {
  /** The set-up with every open choice filled in. */
  readonly setup: Setup;
  /** The server's version; null when it does not say. */
  readonly version: string | null;
  /** The server calls itself the demo. */
  readonly demo: boolean;
  readonly origin: GraphOrigin;
  /** The node whose image is collected. */
  readonly output: string;
  graphOf(job: Job, prefix: string): ComfyGraph;
}

/**
 * Finds everything that keeps a set-up from being started and needs no server.
 * Throws AppFailure bad_request with a sentence for each field.
 */
export function checkSetup(setup: Setup): void {
  const faults: FieldFault[] = setupFaults(setup);
  if (setup.workflow !== null) faults.push(...workflowFaults(setup));
  const [first, ...rest] = faults;
  if (first !== undefined) throw badRequest([first, ...rest]);
}

function workflowFaults(setup: Setup): FieldFault[] {
  try {
    const { graph, bindings } = ownWorkflow(setup);
    return otherLoraUses(graph, bindings.lora, setup.loras);
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    return error.details !== undefined
      ? [...error.details]
      : [{ field: error.field ?? 'setup.workflow', message: error.message }];
  }
}

function ownWorkflow(setup: Setup): { graph: ComfyGraph; bindings: WorkflowBindings } {
  const graph = parseWorkflow(setup.workflow);
  const corrections = setup.bindings === null ? {} : parseCorrections(setup.bindings);
  return { graph, bindings: findRoles(graph, { loras: setup.loras, corrections }) };
}

/**
 * Asks the server whether it can make this set-up, and fills in what the set-up leaves to it.
 * In: a set-up that `checkSetup` lets pass. Throws AppFailure server_refuses (what it lacks, beside each field) or
 * comfy_unreachable.
 */
export async function prepareRun(setup: Setup, client: ComfyClient): Promise<PreparedRun> {
  const stats = await client.systemStats();
  const filled = setup.workflow === null ? await fillBuiltin(setup, client) : fillOwn(setup);
  const { graph, bindings } = workflowOf(filled);
  const origin: GraphOrigin = { loras: filled.loras, isOwnWorkflow: setup.workflow !== null };
  let spelling: ReadonlyMap<string, string> = new Map();

  const patched = (
    words: Pick<Job, 'positive' | 'negative' | 'seed'>,
    lora: JobLora | null,
    prefix: string,
  ) =>
    patchWorkflow(graph, bindings, {
      positive: words.positive,
      negative: words.negative,
      seed: words.seed,
      lora,
      filename_prefix: prefix,
      temporary: filled.leave_nothing_on_server,
    });

  const largest = filled.own_seeds === null ? (filled.seeds[0] ?? 0) : MAX_DRAWN_SEED;
  const probe = { positive: '', negative: '', seed: largest };
  const [candidate] = candidatesOf(filled);
  const loras =
    candidate === undefined ? [null] : [null, loraOf(filled, candidate.lora_filename, candidate.weight)];
  const graphs = loras.map((lora) => patched(probe, lora, 'blindfold/check'));
  const check = await checkAgainstServer(client, graphs, origin);
  const [fault] = check.faults;
  if (fault !== undefined) {
    throw new AppFailure('server_refuses', fault.message, { field: fault.field, details: check.faults });
  }
  spelling = check.loras;

  return {
    setup: filled,
    version: stats.system.comfyui_version,
    demo: isDemo(stats),
    origin,
    output: bindings.output,
    graphOf(job, prefix) {
      const name = job.lora_filename;
      const lora = name === null ? null : loraOf(filled, spelling.get(name) ?? name, job.weight);
      return patched(job, lora, prefix);
    },
  };
}

function loraOf(setup: Setup, filename: string, weight: number): JobLora {
  const encoder = setup.text_encoder;
  const clip_weight = encoder.mode === 'follows' ? weight : encoder.mode === 'fixed' ? encoder.weight : null;
  return { filename, weight, clip_weight };
}

function workflowOf(setup: Setup): { graph: ComfyGraph; bindings: WorkflowBindings } {
  if (setup.workflow !== null) return ownWorkflow(setup);
  const graph = builtinWorkflow({
    checkpoint: setup.checkpoint ?? '',
    size: setup.size,
    sampling: setup.sampling,
  });
  return { graph, bindings: findRoles(graph) };
}

async function fillBuiltin(setup: Setup, client: ComfyClient): Promise<Setup> {
  const listed = await listCheckpoints(client);
  const chosen = setup.checkpoint?.trim() ? setup.checkpoint.trim() : listed[0];
  if (chosen === undefined) {
    throw new AppFailure(
      'server_refuses',
      'This server has no checkpoint. Put one into its folder models/checkpoints.',
      {
        field: 'setup.checkpoint',
      },
    );
  }
  const checkpoint = matchName(chosen, listed) ?? chosen;
  const defaults = builtinDefaults(checkpoint);
  return {
    ...setup,
    checkpoint,
    size: setup.size ?? defaults.size,
    sampling: setup.sampling ?? defaults.sampling,
  };
}

function fillOwn(setup: Setup): Setup {
  const bindings: { [role: string]: JsonValue } = { ...ownWorkflow(setup).bindings };
  return { ...setup, bindings };
}
