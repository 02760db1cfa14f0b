import { afterEach, describe, expect, it } from 'vitest';
import { createDemoServer, type DemoServer } from './server';
import { Replayer, readTranscript } from './transcripts/replayer';
import type { ComfyVersion } from './versions';
import type { DemoClock } from './worker';

const RECORDED_MODELS = {
  checkpoints: ['tiny-sd15.safetensors'],
  loras: ['corrupt.safetensors', 'sub/tiny-other.safetensors', 'tiny-style.safetensors'],
  folders: {},
};

const RUNS: Readonly<Record<ComfyVersion, readonly string[]>> = {
  '0.33.0': [
    '01-connect-and-feature-flags',
    '02-success-txt2img',
    '03-identical-prompt-cached',
    '04-lora-pair',
    '05-validation-errors',
    '06-runtime-error',
    '07-interrupt',
    '08-queue-delete-clear-front',
    '09-no-client-id-and-second-client',
    '10-reconnect-same-client-id',
    '11-get-endpoints',
    '12-upload-and-load-image',
    '13-view',
    '14-origin-host',
    '15-websocket-images-and-previews',
    '16-save-prefix',
    '17-history-post-and-free',
    '18-ordering-history-readable',
    '19-partial-execution-targets',
    '20-cache-across-prompts-and-deleted-file',
    '21-many-loras-in-list',
    '22-server-killed-and-restarted',
  ],
  '0.3.64': [
    '01-connect-and-feature-flags',
    '02-success-txt2img',
    '05-validation-errors',
    '06-runtime-error',
    '07-interrupt',
    '08-queue-delete-clear-front',
    '11-get-endpoints',
    '12-upload-and-load-image',
    '13-view',
    '14-origin-host',
    '16-save-prefix',
    '21-many-loras-in-list',
    '22-server-killed-and-restarted',
  ],
};

/** The day of the recording, in whatever zone the test runs: 16 has it in a file's name. No two moments are equal. */
function recordingDay(): DemoClock {
  let time = new Date(2026, 10, 20, 9, 27).getTime();
  return {
    now: () => {
      time += 1;
      return time;
    },
    wait: () => new Promise((resolve) => setImmediate(resolve)),
  };
}

let server: DemoServer | undefined;

afterEach(async () => {
  await server?.dispose();
});

async function replay(version: ComfyVersion, name: string): Promise<void> {
  server = await createDemoServer({
    ...RECORDED_MODELS,
    packs: false,
    version,
    clock: recordingDay(),
    imageMs: 0,
  });
  const replayer = new Replayer(server);
  await replayer.play(readTranscript(version, name));
  expect(replayer.comparisons.length).toBeGreaterThan(0);
  for (const { what, recorded, actual } of replayer.comparisons) expect(actual, what).toEqual(recorded);
}

describe('the demo server answers as ComfyUI 0.33.0 did', () => {
  it.each(RUNS['0.33.0'])('%s', (name) => replay('0.33.0', name));
});

describe('the demo server as 0.3.64 answers as ComfyUI 0.3.64 did', () => {
  it.each(RUNS['0.3.64'])('%s', (name) => replay('0.3.64', name));
});
