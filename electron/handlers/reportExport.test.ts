import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { NextTrial } from '../../core/contract/trialView';
import { parseJson } from '../../core/session/json';
import type { Backend } from '../hosts/backendPort';
import { openZip } from '../sessions/archive/zipReader';
import { realFileSystem } from '../sessions/fileSystem';
import { type BackendWorld, createBackendWorld, DEMO_SETUP, makeImages } from '../testing/backendWorld';
import { chosen } from '../testing/chosenPaths';

let world: BackendWorld;
let backend: Backend;
let session_id: string;
let outside: string;
/** What a session answered before its last vote, by what was asked. */
const before: Record<string, unknown> = {};
const printed: string[] = [];

const SETUP = {
  ...DEMO_SETUP,
  weight_range: null,
  weights: [1],
  seeds: [1],
  metrics: ['Style'],
  prompt_pairs: ['a fox', 'a barn', 'an owl', 'a lake'].map((positive) => ({ positive })),
};

const codeOf = (asked: Promise<unknown>) =>
  asked.then(
    () => 'ok',
    (error) => error.code,
  );
async function bytesOf(format: string, wish = {}): Promise<Buffer> {
  const { pieces } = await backend.exportFile(format, [session_id], wish);
  const all: Uint8Array[] = [];
  for await (const piece of pieces) all.push(piece);
  return Buffer.concat(all);
}
const written = () => backend.call('report.written', { session_id });

// One judged session for all: nothing here changes what another test looks at.
beforeAll(async () => {
  world = await createBackendWorld();
  outside = await mkdtemp(join(tmpdir(), 'blindfold-outside-'));
  backend = await world.start({
    host: 'desktop',
    printer: {
      async toPdf(html) {
        printed.push(html);
        return new TextEncoder().encode('%PDF-');
      },
    },
  });
  session_id = await makeImages(backend, SETUP);
  let trial: NextTrial = await backend.call('trial.next', { session_id });
  for (const format of ['csv', 'json', 'markdown', 'html', 'charts', 'png', 'pdf'])
    before[format] = await codeOf(backend.exportFile(format, [session_id], { chart: 'weights' }));
  before['write'] = await codeOf(backend.call('report.write', { session_id }));
  before['written'] = await codeOf(written());
  before['files'] = await readdir(join(world.root, session_id));
  before['revealed'] = (await backend.call('session.get', { session_id })).evaluation.revealed_at;
  while (!('done' in trial)) {
    const { trial_id } = trial;
    trial = (await backend.call('vote.cast', { session_id, trial_id, choice: 'A', stars: 3 })).next;
  }
});
afterAll(async () => {
  await world.dispose();
  await rm(outside, { recursive: true, force: true });
  expect(world.bugs).toEqual([]);
});

describe('a report as a file', () => {
  it('is refused before the last vote, whatever its format, and reveals nothing then', () => {
    const { files, revealed, ...codes } = before;
    expect(new Set(Object.values(codes))).toEqual(new Set(['evaluation_open']));
    expect(files).not.toContain('lora_report.md');
    expect(revealed).toBeNull();
  });

  it('is a page with its pictures in it, small and without what a server wrote into them', async () => {
    const html = (await bytesOf('html')).toString();
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toContain('<script');
    const pictures = [...html.matchAll(/data:image\/webp;base64,([A-Za-z0-9+/=]+)/g)];
    expect(pictures).toHaveLength(8);
    const facts = await sharp(Buffer.from(pictures[0]?.[1] ?? '', 'base64')).metadata();
    expect(facts).toMatchObject({ format: 'webp', width: 48, height: 48 });
    expect(facts.exif ?? facts.xmp ?? null).toBeNull();
  });

  it('is text that holds what the session holds, narrowed where that is wanted', async () => {
    const { votes } = parseJson((await bytesOf('json')).toString()) as { votes: unknown[] };
    expect(votes).toHaveLength(4);
    expect((await bytesOf('md')).toString()).toContain('# ');
    const lines = async (wish = {}) => (await bytesOf('csv', wish)).toString().trim().split('\n').length - 1;
    expect([await lines(), await lines({ filter: { prompts: [1, 2] } })]).toEqual([4, 2]);
    const { name } = await backend.exportFile('html', [session_id], { filter: { prompts: [1] } });
    expect(name).toBe(`blindfold-${session_id}-report-filtered.html`);
    expect(await codeOf(bytesOf('csv', { filter: { prompts: [9] } }))).toBe('bad_request');
  });

  it('is one chart, twice as fine as it is drawn, or all of them in a zip', async () => {
    const png = await bytesOf('png', { chart: 'weights', metric: 'Style' });
    const { width, height, format } = await sharp(png).metadata();
    expect({ width, height, format }).toEqual({ width: 1440, height: 840, format: 'png' });
    const path = await chosen(backend, 'save_charts', join(outside, 'charts.zip'));
    await backend.call('report.export', { session_id, format: 'charts', path });
    const zip = await openZip(realFileSystem, path);
    expect(zip.entries.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['overall.png', 'overall.svg', 'weights-style.png', 'stars-style.svg']),
    );
    await zip.close();
    expect(await codeOf(bytesOf('png'))).toBe('bad_request');
    expect(await codeOf(bytesOf('png', { chart: 'weights', metric: 'Taste' }))).toBe('bad_request');
  });

  it('goes to a place of choice as a task, whole or not at all', async () => {
    const path = await chosen(backend, 'save_pdf', join(outside, 'report.pdf'));
    const { bytes } = await backend.call('report.export', { session_id, format: 'pdf', path });
    expect([bytes, await readFile(path, 'utf8')]).toEqual([5, '%PDF-']);
    expect(printed[0]).toContain('data:image/webp');
    expect((await backend.call('task.list', {})).tasks.at(-1)).toMatchObject({
      kind: 'export',
      state: 'done',
      message: `The report of ${session_id} is exported.`,
    });
    const gone = await chosen(backend, 'save_html', join(outside, 'not there', 'report.html'));
    await expect(
      backend.call('report.export', { session_id, format: 'html', path: gone }),
    ).rejects.toMatchObject({
      code: 'storage_failed',
      message: expect.stringContaining(
        'is not there any more. Put the folder back, or choose another place.',
      ),
    });
    const folder = await chosen(backend, 'save_html', join(outside, 'folder.html'));
    await mkdir(folder);
    expect(await codeOf(backend.call('report.export', { session_id, format: 'html', path: folder }))).toBe(
      'storage_failed',
    );
    const votes = await chosen(backend, 'save_html', join(world.root, session_id, 'journal.jsonl'));
    for (const wrong of [
      votes,
      join(outside, 'not chosen.html'),
      await chosen(backend, 'save_html', 'report.html'),
    ])
      expect(await codeOf(backend.call('report.export', { session_id, format: 'html', path: wrong }))).toBe(
        'bad_request',
      );
    expect((await readFile(votes, 'utf8')).startsWith('{')).toBe(true);
    expect((await readdir(outside)).filter((name) => name.includes('.tmp-'))).toEqual([]);
  });

  it('leaves a missing picture out and says so', async () => {
    const output = join(world.root, session_id, 'output');
    const [lora = ''] = (await readdir(output)).filter((name) => name.startsWith('lora_'));
    const kept = await readFile(join(output, lora));
    await rm(join(output, lora));
    try {
      expect((await bytesOf('html')).toString().match(/data:image\/webp/g)).toHaveLength(6);
      expect((await backend.call('task.list', {})).tasks.at(-1)?.message).toContain(
        'One pair is without its pictures, which are missing or damaged on disk.',
      );
    } finally {
      const file = await realFileSystem.open(join(output, lora), 'create');
      await file.write(kept, 0);
      await file.close();
    }
  });
});

describe('the written report', () => {
  it('lies in the folder of its session, and is read as it lies there', async () => {
    const path = join(world.root, session_id, 'lora_report.md');
    expect(await written()).toEqual({ text: null, path, at: null });
    const answer = await backend.call('report.write', { session_id });
    expect(answer).toMatchObject({ name: 'lora_report.md', path, unwritten: null });
    expect(await readFile(path, 'utf8')).toBe(answer.text);
    expect(await written()).toMatchObject({ text: answer.text, at: expect.stringMatching(/Z$/) });
    await rm(path);
    await mkdir(path);
    expect((await written()).text).toBeNull();
    expect(await codeOf(backend.call('report.write', { session_id }))).toBe('storage_failed');
    await rm(path, { recursive: true });
  });

  it('is shown and not written by a copy of Blindfold that may only look', async () => {
    const other = await world.start();
    const answer = await other.call('report.write', { session_id });
    expect(answer).toMatchObject({ path: null, unwritten: expect.stringContaining('another copy') });
    expect(answer.text).toContain('# ');
    expect(await readdir(join(world.root, session_id))).not.toContain('lora_report.md');
    // A page names no files of the machine, and prints by itself.
    expect(
      await codeOf(
        other.call('report.export', { session_id, format: 'json', path: join(outside, 'a.json') }),
      ),
    ).toBe('not_possible');
    expect(await codeOf(other.exportFile('pdf', [session_id]))).toBe('not_possible');
  });
});
