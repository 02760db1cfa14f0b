import { AppFailure, badRequest } from '../../core/contract/failure';
import { candidatesOf, type Job } from '../../core/plan/jobs';
import { MAX_DRAWN_SEED } from '../../core/plan/random';
import type { JsonValue } from '../../core/session/json';
import type { Setup } from '../../core/session/setup';
import { setupFaults } from '../../core/session/setupFaults';
import { builtinDefaults, builtinWorkflow } from '../../core/workflow/builtin';
import { findRoles } from '../../core/workflow/graph';
import type { JobLora } from '../../core/workflow/loraPatch';
import { matchName } from '../../core/workflow/names';
import type { ComfyGraph } from '../../core/workflow/nodes';
import { type OwnWorkflow, ownWorkflowFaults, readOwnWorkflow } from '../../core/workflow/ownWorkflow';
import { patchWorkflow } from '../../core/workflow/patch';
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
  graphOf(job: JobWords, prefix: string): ComfyGraph;
}

/** What of a job its graph is made of. */
type JobWords = Pick<Job, 'positive' | 'negative' | 'seed' | 'lora_filename' | 'weight'>;

/**
 * Finds everything that keeps a set-up from being started and needs no server.
 * Throws AppFailure bad_request with a sentence for each field.
 */
export function checkSetup(setup: Setup): void {
  const [first, ...rest] = [...setupFaults(setup), ...ownWorkflowFaults(setup)];
  if (first !== undefined) throw badRequest([first, ...rest]);
}

/**
 * Asks the server whether it can make this set-up, and fills in what the set-up leaves to it.
 * In: a set-up that `checkSetup` lets pass. Throws AppFailure server_refuses (what it lacks, beside each field) or
 * comfy_unreachable.
 */
export async function prepareRun(setup: Setup, client: ComfyClient): Promise<PreparedRun> {
  const stats = await client.systemStats();
  const filled = setup.workflow === null ? await fillBuiltin(setup, client) : fillOwn(setup);
  const unchecked = uncheckedRun(filled);
  const seed = filled.own_seeds === null ? (filled.seeds[0] ?? 0) : MAX_DRAWN_SEED;
  const words = { positive: '', negative: '', seed };
  const probes: JobWords[] = [
    { ...words, lora_filename: null, weight: 0 },
    ...candidatesOf(filled)
      .slice(0, 1)
      .map(({ lora_filename, weight }) => ({ ...words, lora_filename, weight })),
  ];
  const graphs = probes.map((probe) => unchecked.graphOf(probe, 'blindfold/check'));
  const check = await checkAgainstServer(client, graphs, unchecked.origin);
  const [fault] = check.faults;
  if (fault !== undefined) {
    throw new AppFailure('server_refuses', fault.message, { field: fault.field, details: check.faults });
  }
  const about = { version: stats.system.comfyui_version, demo: isDemo(stats) };
  return { ...uncheckedRun(filled, check.loras), ...about };
}

/**
 * The same for a server that was not asked yet. In: a set-up that another server filled in, and how this one spells each LoRA
 * where it does so in its own way.
 */
export function uncheckedRun(filled: Setup, spelling: ReadonlyMap<string, string> = new Map()): PreparedRun {
  const { graph, bindings } = workflowOf(filled);
  return {
    setup: filled,
    version: null,
    demo: false,
    origin: { loras: filled.loras, isOwnWorkflow: filled.workflow !== null },
    output: bindings.output,
    graphOf({ positive, negative, seed, lora_filename: name, weight }, prefix) {
      return patchWorkflow(graph, bindings, {
        positive,
        negative,
        seed,
        lora: name === null ? null : loraOf(filled, spelling.get(name) ?? name, weight),
        filename_prefix: prefix,
        temporary: filled.leave_nothing_on_server,
      });
    },
  };
}

function loraOf(setup: Setup, filename: string, weight: number): JobLora {
  const encoder = setup.text_encoder;
  const clip_weight = encoder.mode === 'follows' ? weight : encoder.mode === 'fixed' ? encoder.weight : null;
  return { filename, weight, clip_weight };
}

function workflowOf(setup: Setup): OwnWorkflow {
  if (setup.workflow !== null) return readOwnWorkflow(setup);
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
  const bindings: { [role: string]: JsonValue } = { ...readOwnWorkflow(setup).bindings };
  return { ...setup, bindings };
}
