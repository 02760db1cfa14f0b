import { afterEach, describe, expect, it } from 'vitest';
import { createDemoServer, type DemoServer } from './server';
import { Replayer, readTranscript } from './transcripts/replayer';

const RECORDED_MODELS = {
  checkpoints: ['tiny-sd15.safetensors'],
  loras: ['corrupt.safetensors', 'sub/tiny-other.safetensors', 'tiny-style.safetensors'],
  folders: {},
};

/** In these the client acts while the sampler runs: it takes longer than any client needs. */
const LONG_RUNS = ['07-interrupt', '08-queue-delete-clear-front', '22-server-killed-and-restarted'];

let server: DemoServer | undefined;

afterEach(async () => {
  await server?.dispose();
});

describe('the demo server answers as ComfyUI 0.33.0 did', () => {
  it.each([
    '01-connect-and-feature-flags',
    '02-success-txt2img',
    '03-identical-prompt-cached',
    '05-validation-errors',
    '06-runtime-error',
    '07-interrupt',
    '08-queue-delete-clear-front',
    '09-no-client-id-and-second-client',
    '11-get-endpoints',
    '13-view',
    '14-origin-host',
    '17-history-post-and-free',
    '19-partial-execution-targets',
    '20-cache-across-prompts-and-deleted-file',
    '21-many-loras-in-list',
    '22-server-killed-and-restarted',
  ])('%s', { timeout: 30_000 }, async (name) => {
    server = await createDemoServer({ ...RECORDED_MODELS, imageMs: LONG_RUNS.includes(name) ? 20_000 : 0 });
    const replayer = new Replayer(server);
    await replayer.play(readTranscript(name));
    expect(replayer.comparisons.length).toBeGreaterThan(0);
    for (const { what, recorded, actual } of replayer.comparisons) expect(actual, what).toEqual(recorded);
  });
});
