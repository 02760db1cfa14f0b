import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Push } from '../core/contract/pushes';
import { parseSessionId } from '../core/session/identity';
import { previewedFile } from './generation/previewFrames';
import { createLivePreviews, type LivePreviews } from './livePreviews';
import { createImages, type Images } from './sessions/images';

const ID = parseSessionId('20240115_143022');

let images: Images;
let pushes: Push[];
let waiting: (() => void)[];
let unreadable: unknown[];
let hasListeners: boolean;
let previews: LivePreviews;
let told: () => void;

beforeEach(() => {
  images = createImages();
  pushes = [];
  waiting = [];
  unreadable = [];
  hasListeners = true;
  told = () => undefined;
  previews = createLivePreviews({
    images,
    pushes: {
      tell(push) {
        pushes.push(push);
        told();
      },
      hasListeners: () => hasListeners,
    },
    timers: {
      after: (_ms, run) => {
        waiting.push(run);
        return () => undefined;
      },
      every: () => () => undefined,
    },
    onUnreadable: (error) => unreadable.push(error),
  });
});
afterEach(() => expect(unreadable).toEqual([]));

const nextTold = () => new Promise<void>((resolve) => (told = resolve));

async function frame(red: number): Promise<Uint8Array> {
  const plain = sharp({ create: { width: 40, height: 20, channels: 3, background: { r: red, g: 0, b: 0 } } });
  return plain
    .withExif({ IFD0: { ImageDescription: 'lora_0_0_w0.8' } })
    .jpeg()
    .toBuffer();
}

function keyOf(push: Push | undefined): string {
  if (push?.push !== 'generation.previewed') throw new Error('no preview');
  return push.payload.image.replace('/image/', '');
}

describe('live previews', () => {
  it('come one at a time, the newest of each image in turn, and no more than the pauses allow', async () => {
    const first = nextTold();
    previews.show(ID, 3, await frame(10));
    await first;
    expect(pushes).toMatchObject([
      { push: 'generation.previewed', payload: { session_id: ID, number: 3, image: expect.any(String) } },
    ]);
    previews.show(ID, 3, await frame(20));
    // Another server shows its own more often.
    for (const red of [20, 30, 200]) previews.show(ID, 4, await frame(red));
    expect(pushes).toHaveLength(1);
    for (let turn = 0; turn < 2; turn += 1) {
      const next = nextTold();
      await expect.poll(() => waiting.length).toBe(1);
      waiting.shift()?.();
      await next;
    }
    expect(pushes).toMatchObject([{}, { payload: { number: 3 } }, { payload: { number: 4 } }]);
    const served = await images.serve(keyOf(pushes[2]));
    expect(served?.contentType).toBe('image/jpeg');
    const { dominant } = await sharp(served?.bytes).stats();
    expect(dominant.r).toBeGreaterThan(180);
  });

  it('hold nothing but pixels, and their addresses die', async () => {
    const keys: string[] = [];
    // More than are kept.
    for (let red = 10; red < 190; red += 10) {
      const one = nextTold();
      previews.show(ID, 1, await frame(red));
      await one;
      keys.push(keyOf(pushes.at(-1)));
      await expect.poll(() => waiting.length).toBe(1);
      waiting.shift()?.();
    }
    expect(await images.serve(keys[0] ?? '')).toBeNull();
    // The one before the last is there for a page that is a moment late.
    expect(await images.serve(keys.at(-2) ?? '')).not.toBeNull();
    const served = await images.serve(keys.at(-1) ?? '');
    expect(Buffer.from(served?.bytes ?? []).toString('latin1')).not.toContain('lora');
    previews.forget(ID);
    expect(await images.serve(keys.at(-1) ?? '')).toBeNull();
  });

  it('are not made for nobody, and what cannot be read is left out', async () => {
    hasListeners = false;
    previews.show(ID, 1, await frame(10));
    hasListeners = true;
    previews.show(ID, 2, new TextEncoder().encode('no picture'));
    await expect.poll(() => waiting.length).toBe(1);
    expect(unreadable).toHaveLength(1);
    // Said once, however many come.
    previews.show(ID, 2, new TextEncoder().encode('none either'));
    waiting.shift()?.();
    await expect.poll(() => waiting.length).toBe(1);
    expect(unreadable).toHaveLength(1);
    unreadable = [];
    expect(pushes).toEqual([]);
  });
});

describe('a preview', () => {
  const of = (prompt_id: string | null) =>
    ({
      type: 'preview',
      data: { prompt_id, node: null, mime: 'image/jpeg', image: new Uint8Array() },
    }) as const;
  const fileOf = (id: string) => (id === 'ours' ? 'a.png' : undefined);

  it('is of the prompt that it names, else of the one that runs', () => {
    expect(previewedFile(of('ours'), fileOf, 'b.png')).toBe('a.png');
    expect(previewedFile(of('theirs'), fileOf, 'b.png')).toBeNull();
    expect(previewedFile(of(null), fileOf, 'b.png')).toBe('b.png');
    expect(previewedFile(of(null), fileOf, null)).toBeNull();
  });
});
