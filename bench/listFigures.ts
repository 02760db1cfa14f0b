import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type RunningHost, startHost } from '../e2e/runningHost';
import { good } from './answers';
import { type Figure, figureOf, quantile, rounded } from './figure';
import { writeManySessions } from './manySessions';

const SESSIONS = 10_000;
/** As many as a page asks for. */
const PAGE = 100;
const TURNS = 20;
/** Words that many, some, few and no sessions hold. */
const SEARCHES = [
  'fox',
  'straßenbahn dawn',
  'gouache violin variation 4',
  'мост',
  '2026-01',
  'nothing of the kind',
];

/**
 * P6: a list of 10,000 sessions by the HTTP API: the catalog made at a start, a warm page, a search. In: a folder for the sessions.
 * Throws Error when an answer is not whole.
 */
export async function listFigures(folder: string): Promise<Figure[]> {
  const root = join(folder, 'many');
  console.log(`Writing ${SESSIONS} sessions ...`);
  await writeManySessions(root, SESSIONS);
  const size = `${rounded((await sizeOf(root)) / 1e6)} MB of journals and saved files`;
  const start = (sessions: string) => timed(() => startHost({ args: ['--sessions', sessions], cwd: folder }));
  const empty = await start(join(folder, 'none'));
  await empty.result.stop();
  // A host has the whole list when it says that it is ready.
  const cold = await start(root);
  await requireAll(cold.result);
  await cold.result.stop();
  const warm = await start(root);
  const host = warm.result;
  try {
    await requireAll(host);
    const refresh = await timed(() => good(host, 'POST', '/sessions/refresh'));
    const pages = await timesOf(host, Array(TURNS).fill(`/sessions?limit=${PAGE}`));
    const whole = await timesOf(host, Array(5).fill('/sessions'));
    const searches = await timesOf(
      host,
      Array.from({ length: TURNS * 2 }, (_, index) => {
        const q = SEARCHES[index % SEARCHES.length] ?? '';
        return `/sessions?limit=${PAGE}&q=${encodeURIComponent(q)}`;
      }),
    );
    const { size: bytes } = await stat(join(root, 'catalog.db'));
    const seconds = (ms: number) => `${rounded(ms / 1000)} s`;
    return [
      figureOf({
        no: 'P6',
        what: `catalog of ${SESSIONS} sessions made at a start, more than a start without sessions`,
        runs: [(cold.ms - empty.ms) / 1000],
        unit: 's',
        aim: 10,
        plain: null,
        beside: `a start with the catalog: ${seconds(warm.ms - empty.ms)}; a refresh: ${seconds(refresh.ms)}; ${size}; database ${rounded(bytes / 1e6)} MB`,
      }),
      figureOf({
        no: 'P6',
        what: `first ${PAGE} of them listed, p95 of ${pages.length}`,
        runs: [quantile(pages, 0.95)],
        unit: 'ms',
        aim: 50,
        plain: null,
        beside: `median ${rounded(quantile(pages, 0.5))} ms; all of them in one answer: median ${rounded(quantile(whole, 0.5))} ms`,
      }),
      figureOf({
        no: 'P6',
        what: `first ${PAGE} of a search, p95 of ${searches.length}`,
        runs: [quantile(searches, 0.95)],
        unit: 'ms',
        aim: 50,
        plain: null,
        beside: `median ${rounded(quantile(searches, 0.5))} ms; ${SEARCHES.length} searches in turn, one without a hit`,
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

/** The first answer warms up and is not counted. */
async function timesOf(host: RunningHost, paths: readonly string[]): Promise<number[]> {
  const times: number[] = [];
  for (const path of paths) times.push((await timed(() => good(host, 'GET', path))).ms);
  return times.slice(1);
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
