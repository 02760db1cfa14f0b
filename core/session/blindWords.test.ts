import { describe, expect, it } from 'vitest';
import type { GenerationView } from '../contract/generationView';
import { logEntrySchema } from '../contract/sessionView';
import { planJobs } from '../plan/jobs';
import { AT, apply, draft, made, PLACE, SETUP } from '../testing/viewedSession';
import { blindGeneration, sayOfError, sayOfImage, sayOfRun } from './blindWords';
import { toDocument } from './document';
import type { JournalEvent, NewEvent } from './events';
import { jobNumbersOf } from './jobNumbers';
import { logEntryOf } from './logEntry';
import { restore } from './restore';
import { FIRST_RATER, type JsonObject } from './state';

describe('words before the reveal', () => {
  const TELLING = [
    'LoraLoader 10: could not load the file.',
    'The baseline failed.',
    'Value not in list: snowfox_v3.safetensors',
    'cannot write lora_0_1_w0.4.png',
    'styles/SNOWFOX_v3 is broken.',
    'Value 3 bigger than max of 2: strength_model.',
    'It cannot be merged at weight 0.6.',
  ];

  it.each(TELLING)('keeps back of an image: %s', (message) => {
    const state = made();
    expect(sayOfImage(state, message)).not.toBe(message);
    expect(sayOfImage(state, message)).not.toMatch(/lora|baseline|snowfox/i);
    apply(state, { type: 'revealed', by: 'hand', votes_done: 0, votes_total: 16 });
    expect(sayOfImage(state, message)).toBe(message);
  });

  it('lets our own words through', () => {
    for (const message of [
      'ComfyUI ran out of memory. Choose a smaller size.',
      '127.0.0.1:8188 did not answer within 15 s. It may be busy or stuck; restart ComfyUI if this goes on.',
      'ComfyUI at 127.0.0.1:8188 failed inside (500). Its own log says why; restart it if this goes on.',
      'This image came out with 48 × 32 pixels, and those it belongs to have 32 × 32. Look what sets the size in the workflow, then resume.',
      'https://gpu.example has a certificate that has run out. Renew it on the server.',
      'gpu.example answered with a web page: it is not ComfyUI, or a login stands before it.',
      'gpu.example answered (502) that the ComfyUI behind it does not answer. Start ComfyUI there.',
    ])
      expect(sayOfImage(made(), message)).toBe(message);
  });

  it('keeps back all other words alike, so that keeping back tells nothing', () => {
    const kept = new Set(
      [...TELLING, 'ComfyUI failed at KSampler: bad shape.'].map((words) => sayOfImage(made(), words)),
    );
    expect(kept.size).toBe(1);
    expect([...kept].join()).not.toMatch(/lora|baseline|because|tell/i);
    const paused = (words: string) =>
      sayOfRun(made(), `Paused after three failures in a row: ${words} at image 4. 2 images are safe.`);
    expect(paused('LoraLoader node 10 is refused')).toBe(paused('ComfyUI failed at KSampler: bad shape'));
    expect(paused('ComfyUI ran out of memory')).toContain('ran out of memory at image 4. 2 images');
  });

  it('lets a run name what the server lacks, but not beside an image', () => {
    const lacks = 'This server has no LoRA named snowfox_v3.safetensors.';
    expect(sayOfRun(made(), lacks)).toBe(lacks);
    expect(
      sayOfRun(made(), `Paused after three failures in a row: LoRA snowfox_v3 is broken at image 4.`),
    ).not.toMatch(/snowfox/);
  });

  it('cleans the view of a run', () => {
    const view: GenerationView = {
      status: 'paused',
      phase: null,
      images_done: 1,
      images_total: 12,
      failed: [{ number: 3, message: TELLING[0] as string }],
      current: null,
      rate: null,
      seconds_left: null,
      checkpoint: null,
      reason: 'The baseline failed.',
      can_resume: true,
      started_at: null,
      ended_at: null,
      servers: [],
      previews: false,
      self_check: null,
    };
    expect(JSON.stringify(blindGeneration(made(1), view))).not.toMatch(/lora|baseline/i);
  });
});

describe('sayOfError', () => {
  const message = 'LoraLoader node 10 is refused. Value 0.8 bigger than max of 0.5: strength_model.';
  const failed = {
    type: 'image_failed' as const,
    prompt_index: 0,
    code: 'server_refuses',
    message,
    ...PLACE,
  };
  const lacks = 'This server has no LoRA named snowfox_v3.safetensors.';

  it('keeps back what a server said of an image, and lets through what a run lacks', () => {
    const state = made(1);
    apply(
      state,
      { ...failed, job: planJobs(SETUP, 7)[1]?.file ?? '' },
      { type: 'error_occurred', code: 'server_refuses', message: lacks, ...PLACE },
    );
    const said = () => state.run.errors.map((error) => sayOfError(state, error));
    expect(said()[0]).not.toMatch(/lora|0\.8|strength/i);
    expect(said()[1]).toBe(lacks);
    apply(state, { type: 'revealed', by: 'hand', votes_done: 0, votes_total: 16 });
    expect(said()[0]).toBe(message);
  });

  it('still knows after a save which error was of an image, and takes older ones for such', () => {
    const state = made(1);
    apply(state, { ...failed, job: planJobs(SETUP, 7)[1]?.file ?? '' });
    const options = { sessionId: state.session_id, createdAt: AT, blindKey: 'x' };
    const document = toDocument(state, 1_705_329_022);
    const run = (document['blindfold'] as JsonObject)['run'] as JsonObject;
    const again = (errors: JsonObject[]) => {
      const own = { ...(document['blindfold'] as JsonObject), run: { ...run, errors } };
      const restored = restore({ ...document, blindfold: own }, options).state;
      return restored.run.errors.map((error) => sayOfError(restored, error));
    };
    expect(again(run['errors'] as JsonObject[])[0]).not.toMatch(/lora|strength/i);
    expect(again([{ at: AT, code: 'server_refuses', message }])[0]).not.toMatch(/lora|strength/i);
  });
});

describe('logEntryOf', () => {
  const job = planJobs(SETUP, 7).find((one) => one.candidate === 1)?.file ?? '';
  const vote = {
    rater: FIRST_RATER,
    pair: job,
    metric: 'Quality',
    stars: 4,
    note: 'left is better',
    elapsed_ms: 900,
  };
  const events: NewEvent[] = [
    { type: 'session_start', setup: SETUP, order_seed: 7, blind_key: 'secret', ...PLACE },
    { type: 'setup_loaded', ...PLACE },
    { type: 'setup_checked', server: 'demo', version: '0.33.0', ...PLACE },
    { type: 'prompt_start', prompt_index: 1, ...PLACE },
    {
      type: 'images_generating',
      job,
      prompt_index: 1,
      server: 'demo',
      prompt_id: 'p',
      prefix: 'blindfold/x',
      ...PLACE,
    },
    {
      type: 'image_completed',
      job,
      file: job,
      prompt_index: 1,
      sha256: 'x',
      size_bytes: 1,
      width: 1,
      height: 1,
      server: 'demo',
      timestamp: 't',
      seconds: 5,
      ...PLACE,
    },
    {
      type: 'image_failed',
      job,
      prompt_index: 1,
      code: 'server_refuses',
      message: `LoRA ${SETUP.loras[0]} at 0.8 is broken.`,
      ...PLACE,
    },
    { type: 'prompt_completed', prompt_index: 1, ...PLACE },
    { type: 'session_paused', reason: 'failures', message: `Paused at image 3: ${job} is broken.`, ...PLACE },
    { type: 'session_stopped', message: 'Stopped.', ...PLACE },
    {
      type: 'error_occurred',
      code: 'comfy_unreachable',
      message: 'ComfyUI does not answer. Trying again.',
      ...PLACE,
    },
    { type: 'session_completed', ...PLACE },
    { type: 'setup_changed', changes: { loras: SETUP.loras, weights: [0.8] } },
    { type: 'order_drawn', rater: FIRST_RATER, round: 0, order: [{ pair: job, swap: true }] },
    { type: 'rater_added', rater: 'Ann' },
    { type: 'vote_cast', vote_id: 'v', choice: 'A', flags: ['both_bad'], swap: true, ...vote },
    { type: 'vote_changed', vote_id: 'v', choice: 'B', flags: [], swap: true, ...vote },
    { type: 'vote_undone', vote_id: 'v', rater: FIRST_RATER },
    { type: 'evaluation_finished', by: 'hand' },
    { type: 'revealed', by: 'hand', votes_done: 3, votes_total: 16 },
    { type: 'report_generated' },
    { type: 'saved', sha256: 'x', timestamp: 1 },
    { type: 'adopted', sha256: 'x' },
    { type: 'discarded', to_seq: 1 },
    { type: 'recovered', changes: 2 },
    { type: 'notes_changed', notes: 'the baseline is ugly' },
    { type: 'pinned', pinned: true },
    {
      type: 'log',
      level: 'warning',
      message: `${job} could not be written.`,
      step: 2,
      prompt_index: null,
      job,
    },
  ];

  it('says every kind of event in a sentence without a label', () => {
    const state = made();
    for (const [index, event] of events.entries()) {
      const entry = logEntrySchema.parse(logEntryOf({ ...event, seq: index + 1, at: AT }, state));
      expect(entry.message).toMatch(/^\S.*\.$/);
      const words = entry.message.replace('changed: LoRA, weights', '');
      expect(words).not.toMatch(/lora|baseline|snowfox|_w\d|0\.8|secret|left|swap/i);
      // Nor what a vote chose.
      expect(words).not.toMatch(/\b[AB]\b/);
    }
  });

  it('names a failed image by its drawn number', () => {
    const state = made();
    const event = events.find((one) => one.type === 'image_failed') as NewEvent;
    expect(logEntryOf({ ...event, seq: 1, at: AT }, state).message).toMatch(
      new RegExp(`^Image ${jobNumbersOf(state).get(job)} failed: `),
    );
  });

  it('counts what was made: drawn numbers in the order of making would tell the weights', () => {
    const state = made();
    const said = (type: string, change: object = {}) => {
      const event = events.find((one) => one.type === type) as NewEvent;
      return logEntryOf({ ...event, ...change, seq: 1, at: AT } as JournalEvent, state).message;
    };
    expect(said('image_completed', { done: 31, total: 50 })).toBe('31 of 50 made, 5.0 s.');
    expect(said('image_completed', { done: 31, total: 50, seconds: null })).toBe(
      '31 of 50 found already made.',
    );
    expect(said('images_generating')).toBe('The next image was sent to the server.');
  });

  it('names no rater where there is only the first', () => {
    const event = { type: 'order_drawn' as const, round: 0, order: [], seq: 1, at: AT };
    expect(logEntryOf({ ...event, rater: FIRST_RATER }, made()).message).toBe(
      'The order of showing was drawn.',
    );
    expect(logEntryOf({ ...event, rater: 'Ann' }, made()).message).toContain('for Ann');
  });

  it('does not list every field where the whole set-up was written', () => {
    const entry = logEntryOf({ type: 'setup_changed', changes: SETUP, seq: 1, at: AT }, draft());
    expect(entry.message).toBe('The set-up was written.');
  });

  it('numbers every image once, by lot', () => {
    const numbers = [...jobNumbersOf(made()).values()];
    expect(numbers.toSorted((a, b) => a - b)).toEqual(Array.from({ length: 12 }, (_, index) => index + 1));
    expect(jobNumbersOf(draft()).size).toBe(0);
  });
});
