import type { ComfyServer } from '../../core/contract/comfyView';
import { DEMO_ARGUMENT } from '../demo/systemStats';
import type { SystemStats } from './answers';
import { type ComfyClient, createComfyClient } from './client';
import { ComfyFailure, type ComfyHttpOptions } from './http';

/**
 * Asks a server who it is and how it stands.
 * Out: its state, also when it cannot be reached or is no ComfyUI: then with a sentence that says so and what to do.
 */
export async function probeServer(options: ComfyHttpOptions): Promise<ComfyServer> {
  const client = createComfyClient(options);
  const blank = { url: options.url, version: null, devices: [], queue: null, is_demo: false };
  try {
    const stats = await client.systemStats();
    const queue = await client.queue();
    return {
      url: options.url,
      state: 'ok',
      version: stats.system.comfyui_version,
      devices: stats.devices,
      queue: { running: queue.running.length, pending: queue.pending.length },
      is_demo: isDemo(stats),
      message: null,
    };
  } catch (error) {
    if (!(error instanceof ComfyFailure)) throw error;
    return { ...blank, state: STATES[error.kind], message: error.message };
  }
}

const STATES = {
  unreachable: 'unreachable',
  timeout: 'unreachable',
  untrusted: 'unreachable',
  server_error: 'unreachable',
  forbidden: 'forbidden',
  not_comfyui: 'not_comfyui',
} as const;

/** The demo server says so among its arguments. */
export function isDemo(stats: SystemStats): boolean {
  return stats.system.argv.includes(DEMO_ARGUMENT);
}

/** The LoRA files of a server, spelled as it wants them. */
export async function listLoras(client: ComfyClient): Promise<string[]> {
  return (await client.models('loras')) ?? (await optionsOf(client, 'LoraLoader', 'lora_name'));
}

/** The checkpoints of a server, spelled as it wants them. */
export async function listCheckpoints(client: ComfyClient): Promise<string[]> {
  return (
    (await client.models('checkpoints')) ?? (await optionsOf(client, 'CheckpointLoaderSimple', 'ckpt_name'))
  );
}

export function listSamplers(client: ComfyClient): Promise<string[]> {
  return optionsOf(client, 'KSampler', 'sampler_name');
}

export function listSchedulers(client: ComfyClient): Promise<string[]> {
  return optionsOf(client, 'KSampler', 'scheduler');
}

async function optionsOf(client: ComfyClient, className: string, input: string): Promise<string[]> {
  const options = (await client.objectInfo(className))?.inputs.get(input)?.options ?? [];
  return options.filter((option) => typeof option === 'string');
}
