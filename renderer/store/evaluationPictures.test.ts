import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exampleTrial } from '../../core/testing/exampleEvaluation';
import { loadPictures, releasePictures } from './evaluationPictures';
import { sizeFor } from './picture';

const close = vi.fn();
const drawImage = vi.fn();
const trial = { ...exampleTrial(1), image_a: '/image/one', image_b: '/image/two' };

/** What the page fetches and decodes; a simulated page does neither. */
function serve({ status = 200, size = { width: 1024, height: 700 }, torn = false } = {}) {
  const asked = vi.fn(async () => new Response('bytes', { status }));
  vi.stubGlobal('fetch', asked);
  vi.stubGlobal('createImageBitmap', async () => {
    if (torn) throw new DOMException('The source image could not be decoded.', 'InvalidStateError');
    return { ...size, close };
  });
  return asked;
}

beforeEach(() => {
  close.mockClear();
  drawImage.mockClear();
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation((() => ({ drawImage })) as never);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

describe('loadPictures', () => {
  it('asks for both pictures at once, keeps nothing of the answer, and draws each under a neutral name', async () => {
    const asked = serve();
    const loading = loadPictures(trial);
    expect(asked.mock.calls).toEqual([
      ['/image/one', { cache: 'no-store' }],
      ['/image/two', { cache: 'no-store' }],
    ]);
    const { a, b } = await loading;
    expect(a).toMatchObject({ width: 1024, height: 700 });
    expect(a?.sizes.map(({ width, height }) => [width, height])).toEqual([
      [1024, 700],
      [512, 350],
      [256, 175],
    ]);
    for (const [picture, name] of [[a, 'Picture A'] as const, [b, 'Picture B'] as const])
      for (const canvas of picture?.sizes ?? [])
        expect([...canvas.attributes].map(({ name, value }) => `${name}=${value}`)).toEqual([
          `width=${canvas.width}`,
          `height=${canvas.height}`,
          'role=img',
          `aria-label=${name}`,
        ]);
    expect(close).toHaveBeenCalledTimes(2);
  });

  it.each([
    ['is refused', { status: 404 }],
    ['is torn', { torn: true }],
  ])('answers null for a picture that %s', async (_, fault) => {
    serve(fault);
    expect(await loadPictures(trial)).toEqual({ a: null, b: null });
  });

  it('answers null where no canvas can be had, and lets go of what was decoded', async () => {
    serve();
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation((() => null) as never);
    expect(await loadPictures(trial)).toEqual({ a: null, b: null });
    expect(close).toHaveBeenCalledTimes(2);
  });

  it('keeps a picture that is longer than any canvas smaller, and knows its own size', async () => {
    serve({ size: { width: 40_000, height: 300 } });
    const { a } = await loadPictures(trial);
    expect([a?.width, a?.height]).toEqual([40_000, 300]);
    expect([a?.sizes[0].width, a?.sizes[0].height]).toEqual([10_000, 75]);
  });

  it('gives the memory of every size back', async () => {
    serve();
    const pictures = await loadPictures(trial);
    releasePictures(pictures);
    releasePictures({ a: null, b: null });
    for (const picture of [pictures.a, pictures.b])
      expect(picture?.sizes.every(({ width, height }) => width + height === 0)).toBe(true);
  });
});

describe('sizeFor', () => {
  it('takes the smallest that is not enlarged, else the picture itself', async () => {
    serve();
    const { a } = await loadPictures(trial);
    const widthAt = (scale: number) =>
      a === null ? null : sizeFor(a, { width: a.width * scale, height: a.height * scale }).width;
    expect([4, 1, 0.9, 0.51, 0.5, 0.3, 0.25, 0.1].map(widthAt)).toEqual([
      1024, 1024, 1024, 1024, 512, 512, 256, 256,
    ]);
  });
});
