import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { exampleEvaluation, weightsOf } from '../../core/report/exampleEvaluation';
import type { ReportInput } from '../../core/report/report';
import type { Timers } from '../sessions/timers';
import { makeReport, ownThreadMaker, packMatter, type ReportMaker } from './reportMaker';
import { createReportThread } from './reportThread';

let folder: string;
let built: string;
let maker: ReportMaker;
let logged: string[];
/** What waits for a time to pass. */
let due: (() => void)[];

const timers: Timers = {
  after(_ms, run) {
    due.push(run);
    return () => {
      due = due.filter((one) => one !== run);
    };
  },
  every: () => () => undefined,
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blindfold-thread-'));
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: resolve(import.meta.dirname, 'reportMaking.worker.ts'),
      outDir: join(folder, 'built'),
      target: 'node22',
      rolldownOptions: { output: { format: 'es' } },
    },
  });
  built = join(folder, 'built', 'reportMaking.worker.js');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

beforeEach(() => {
  logged = [];
  due = [];
});
afterEach(() => maker.dispose());

function start(file: string): void {
  const log = (level: string, message: string) => void logged.push(`${level}: ${message}`);
  maker = createReportThread({ file, timers, instead: ownThreadMaker(), log });
}

/** A thread of another kind: what its program holds once it is there. */
async function program(text: string): Promise<string> {
  const file = join(folder, `${crypto.randomUUID()}.mjs`);
  const head = "import { parentPort } from 'node:worker_threads';";
  await writeFile(file, `${head}\n${text}\nparentPort.postMessage({ kind: 'ready' });\n`);
  return file;
}

const input = (line: string): ReportInput =>
  exampleEvaluation(
    weightsOf('a.safetensors', 0.5, 1),
    { Quality: [line, 'WLTS'] },
    { seeds: [2n ** 64n - 1n] },
  );

function make(line = 'WWWLT', signal = new AbortController().signal, onStep = (_done: number) => {}) {
  return maker.make(packMatter(input(line)).packed, { signal, onStep });
}

/** The figures as they are made here. */
const expected = (line = 'WWWLT') => makeReport(packMatter(input(line)).packed, () => undefined);

describe('the thread that makes reports', () => {
  it('makes what would be made here, one after the other', async () => {
    start(built);
    const lines = ['WWWLT', 'LLLLL', 'TSTS'];
    expect(await Promise.all(lines.map((line) => make(line)))).toEqual(lines.map(expected));
    expect(logged).toEqual([]);
  });

  it('tells a fault of the making as what it is, and makes the next one', async () => {
    start(built);
    const { packed } = packMatter({ ...input('W'), candidates: [] });
    const bad = maker.make(packed, { signal: new AbortController().signal, onStep: () => undefined });
    await expect(bad).rejects.toBeInstanceOf(RangeError);
    expect(await make()).toEqual(expected());
  });

  it('ends when it had nothing to do for a while, and another one takes its place', async () => {
    start(built);
    await make();
    expect(due).toHaveLength(1);
    for (const run of due) run();
    expect(await make()).toEqual(expected());
    expect(logged).toEqual([]);
  });

  it('is ended by a cancel half way, and the next report has a fresh one', async () => {
    // It tells its first step and then works for ever, unless it is asked for a report without votes.
    start(
      await program(`parentPort.on('message', ({ votes }) => {
        parentPort.postMessage({ kind: 'step', done: 1, total: 100 });
        if (votes.length > 60) for (;;);
        parentPort.postMessage({ kind: 'report', report: 'made' });
      });`),
    );
    const abort = new AbortController();
    const isHalfWay = Promise.withResolvers<void>();
    const first = make('WWWW', abort.signal, () => isHalfWay.resolve());
    const waiting = new AbortController();
    const second = make('LLLL', waiting.signal);
    const third = maker.make(packMatter({ ...input(''), votes: [] }).packed, {
      signal: new AbortController().signal,
      onStep: () => undefined,
    });
    await isHalfWay.promise;
    // One that waits for its turn need not wait to be cancelled.
    waiting.abort(new Error('not wanted either'));
    await expect(second).rejects.toThrow('not wanted either');
    abort.abort(new Error('not wanted'));
    await expect(first).rejects.toThrow('not wanted');
    expect(await third).toBe('made');
  });

  it('may be killed half way: that is told, and the next report has a fresh one', async () => {
    start(
      await program(`parentPort.on('message', ({ votes }) => {
        if (votes.length > 60) throw new Error('out of memory');
        parentPort.postMessage({ kind: 'report', report: 'made' });
      });`),
    );
    await expect(make()).rejects.toMatchObject({
      code: 'internal',
      message:
        'The making of the report broke off. The votes are safe; open the report again to have it made anew.',
    });
    expect(logged).toEqual(['error: The thread that made a report ended before it was done.']);
    const next = maker.make(packMatter({ ...input(''), votes: [] }).packed, {
      signal: new AbortController().signal,
      onStep: () => undefined,
    });
    expect(await next).toBe('made');
  });

  it.each([
    ['has no program', 'nowhere.mjs', null],
    ['has a program that fails at once', 'broken.mjs', 'throw new Error("no");'],
    ['ends before it is there', 'short.mjs', 'process.exit(0);'],
  ])('that %s is done without, and that is said once', async (_what, name, text) => {
    const file = join(folder, name);
    if (text !== null) await writeFile(file, text);
    start(file);
    expect(await make()).toEqual(expected());
    expect(await make('LLLL')).toEqual(expected('LLLL'));
    expect(logged).toEqual([
      'warning: The thread for reports cannot be started, so they are made beside everything else.',
    ]);
  });

  it('ends half way when the program does', async () => {
    start(
      await program(
        "parentPort.on('message', () => { parentPort.postMessage({ kind: 'step', done: 1, total: 2 }); for (;;); });",
      ),
    );
    const abort = new AbortController();
    const isHalfWay = Promise.withResolvers<void>();
    const report = make('WWWW', abort.signal, () => isHalfWay.resolve());
    await isHalfWay.promise;
    abort.abort(new Error('closing'));
    await expect(report).rejects.toThrow('closing');
    await maker.dispose();
  });
});
