import { readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningHost, startHost } from '../e2e/runningHost';
import { good } from './answers';
import { type Figure, figureOf, median, quantile, rounded } from './figure';
import { writeManySessions } from './manySessions';

const SESSIONS = 10_000;
/** As many as a page asks for. */
const PAGE = 100;
const TURNS = 20;
const ROUNDS = 5;
/** Words that many, some, few and no sessions hold. */
const SEARCHES = [
  'fox',
  'straßenbahn dawn',
  'gouache violin variation 4',
  'мост',
  '2026-01',
  'nothing of the kind',
];

const SEARCH_PATHS = Array.from({ length: 24 }, (_, index) => {
  const q = SEARCHES[index % SEARCHES.length] ?? '';
  return `/sessions?limit=${PAGE}&q=${encodeURIComponent(q)}`;
});
/** Without these files the next start makes the list anew. */
const CATALOG = ['catalog.db', 'catalog.db-wal', 'catalog.db-shm'];

/**
 * P6: a list of 10,000 sessions by the HTTP API: the catalog made at a start, a warm page, a search. In: a folder for the sessions.
 * Throws Error when an answer is not whole.
 */
export async function listFigures(folder: string): Promise<Figure[]> {
  const root = join(folder, 'many');
  await writeManySessions(root, SESSIONS);
  const size = `${rounded((await sizeOf(root)) / 1e6)} MB of journals and saved files`;
  const start = (sessions: string) => timed(() => startHost({ args: ['--sessions', sessions], cwd: folder }));
  const colds: number[] = [];
  const empties: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const name of CATALOG) await rm(join(root, name), { force: true });
    const empty = await start(join(folder, 'none'));
    await empty.result.stop();
    // A host has the whole list when it says that it is ready.
    const cold = await start(root);
    await requireAll(cold.result);
    await cold.result.stop();
    empties.push(empty.ms);
    colds.push((cold.ms - empty.ms) / 1000);
  }
  const warm = await start(root);
  const host = warm.result;
  try {
    await requireAll(host);
    const refresh = await timed(() => good(host, 'POST', '/sessions/refresh'));
    const whole = await timesOf(host, Array(5).fill('/sessions'));
    const pages: number[][] = [];
    const searches: number[][] = [];
    for (let round = 0; round < ROUNDS; round += 1) {
      pages.push(await timesOf(host, Array(TURNS).fill(`/sessions?limit=${PAGE}`)));
      searches.push(await timesOf(host, SEARCH_PATHS));
    }
    const { size: bytes } = await stat(join(root, 'catalog.db'));
    const seconds = (ms: number) => `${rounded(ms / 1000)} s`;
    return [
      figureOf({
        no: 'P6',
        what: `catalog of ${SESSIONS} sessions made at a start, more than a start without sessions`,
        runs: colds,
        unit: 's',
        aim: 10,
        plain: null,
        beside: `a start with the catalog: ${seconds(warm.ms - median(empties))}; a refresh: ${seconds(refresh.ms)}; ${size}; database ${rounded(bytes / 1e6)} MB`,
      }),
      figureOf({
        no: 'P6',
        what: `first ${PAGE} of them listed, p95 of ${TURNS} in each round`,
        runs: pages.map((times) => quantile(times, 0.95)),
        unit: 'ms',
        aim: 50,
        plain: null,
        beside: `of all: median ${rounded(median(pages.flat()))} ms; all sessions in one answer: median ${rounded(median(whole))} ms`,
      }),
      figureOf({
        no: 'P6',
        what: `first ${PAGE} of a search, p95 of ${SEARCH_PATHS.length} in each round`,
        runs: searches.map((times) => quantile(times, 0.95)),
        unit: 'ms',
        aim: 50,
        plain: null,
        beside: `of all: median ${rounded(median(searches.flat()))} ms; ${SEARCHES.length} searches in turn, one without a hit`,
      }),
    ];
  } finally {
    await host.stop();
  }
}

async function timed<T>(work: () => Promise<T>): Promise<{ result: T; ms: number }> {
  const begun = performance.now();
  const result = await work();
  return { result, ms: performance.now() - begun };
}

async function timesOf(host: RunningHost, paths: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const path of paths) times.push((await timed(() => good(host, 'GET', path))).ms);
  return times;
}

async function requireAll(host: RunningHost): Promise<void> {
  const { total, sessions } = await good(host, 'GET', '/sessions');
  const length = Array.isArray(sessions) ? sessions.length : 0;
  if (total !== SESSIONS || length !== SESSIONS)
    throw new Error(`The list has ${length} of ${String(total)} sessions, and there are ${SESSIONS}.`);
}

async function sizeOf(root: string): Promise<number> {
  let bytes = 0;
  for (const id of await readdir(root))
    for (const name of await readdir(join(root, id))) {
      const facts = await stat(join(root, id, name));
      if (facts.isFile()) bytes += facts.size;
    }
  return bytes;
}
