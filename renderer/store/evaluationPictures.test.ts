import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { exampleTrial } from '../../core/testing/exampleEvaluation';
import { loadPictures, releasePictures } from './evaluationPictures';
import { type Picture, sizeFor } from './picture';

const close = vi.fn();
const drawImage = vi.fn();
const getImageData = vi.fn();
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
  getImageData.mockClear();
  vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation((() => ({
    drawImage,
    getImageData,
  })) as never);
});

afterEach(() => {
  vi.unstubAllGlobals();
  vi.restoreAllMocks();
});

/** Pictures of a page whose last one was shown as large as it is. */
async function loadAfterLarge() {
  const before = await loadPictures(trial);
  if (before.a !== null) sizeFor(before.a, before.a);
  const { a, b } = await loadPictures(trial);
  if (a === null || b === null) throw new Error('A picture cannot be shown.');
  return { a, b };
}

const sizesOf = (picture: Picture | null) => picture?.sizes.map(({ width, height }) => [width, height]);

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
    expect(sizesOf(a)).toEqual([[1024, 700]]);
    for (const [picture, name] of [[a, 'Picture A'] as const, [b, 'Picture B'] as const])
      for (const canvas of picture?.sizes ?? [])
        expect([...canvas.attributes].map(({ name, value }) => `${name}=${value}`)).toEqual([
          `width=${canvas.width}`,
          `height=${canvas.height}`,
          'role=img',
          `aria-label=${name}`,
        ]);
    expect(close).toHaveBeenCalledTimes(2);
    // Drawn in full before it is shown.
    expect(getImageData).toHaveBeenCalledTimes(2);
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
    if (pictures.a !== null) sizeFor(pictures.a, { width: 300, height: 200 });
    expect(sizesOf(pictures.a)?.length).toBeGreaterThan(1);
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

  it('draws smaller copies as they are needed, under the same name, and those of the next picture before it is its turn', async () => {
    serve();
    const first = await loadAfterLarge();
    expect(sizeFor(first.b, { width: 260, height: 180 }).getAttribute('aria-label')).toBe('Picture B');
    expect(sizesOf(first.a)).toEqual([[1024, 700]]);
    expect(sizesOf(first.b)).toEqual([
      [1024, 700],
      [512, 350],
    ]);
    sizeFor(first.b, { width: 10, height: 10 });
    expect(sizesOf(first.b)).toEqual([
      [1024, 700],
      [512, 350],
      [256, 175],
    ]);
    expect(sizesOf((await loadPictures(trial)).a)).toHaveLength(3);
    sizeFor(first.b, first.b);
    expect(sizesOf((await loadPictures(trial)).a)).toHaveLength(1);
  });

  it('takes a larger one where no canvas can be had', async () => {
    serve();
    const { a } = await loadAfterLarge();
    vi.spyOn(HTMLCanvasElement.prototype, 'getContext').mockImplementation((() => null) as never);
    expect(sizeFor(a, { width: 10, height: 10 }).width).toBe(1024);
  });
});
