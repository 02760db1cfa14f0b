import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type JsonValue, parseJson, stringifyJson } from '../../core/session/json';
import type { JsonObject } from '../../core/session/state';
import { createBackend } from '../../electron/backend';
import type { Backend } from '../../electron/hosts/backendPort';
import { ownThreadMaker } from '../../electron/report/reportMaker';
import { realFileSystem } from '../../electron/sessions/fileSystem';
import { folderBytes } from '../../electron/sessions/folderSize';
import { SAMPLE_SETUP } from './sampleSetup';
import { answerOf } from './voter';

const BEGAN = new Date('2026-01-04T10:15:00Z');
const MB = 1024 * 1024;

const SETUP = { ...SAMPLE_SETUP, size: [128, 128] };

const NOTES =
  'This sample comes with Blindfold. Its images were drawn by the built-in demo server and its votes were made up, so that you can look at a report at once. Save it as a copy to change it.';

/**
 * Makes the sample session anew in a sessions folder: images by the demo server, votes by a seeded voter, all through the
 * backend that people use. The figures of its report are the same each time; the order of showing is drawn anew.
 */
export async function makeSample(sessions: string): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'blindfold-sample-'));
  let clock = BEGAN.getTime();
  const backend = await createBackend({
    root: folder,
    comfyUrl: null,
    startDemo: true,
    demo: { imageMs: 0 },
    host: 'browser',
    version: 'sample',
    pollMs: 50,
    reportMaker: ownThreadMaker(),
    // Each look at the clock is a little later, so that events have an order in time.
    now: () => {
      clock += 40;
      return new Date(clock);
    },
  });
  try {
    const { session_id } = await backend.call('session.create', { setup: SETUP, notes: NOTES });
    await makeImages(backend, session_id);
    await vote(backend, join(folder, session_id), session_id, (ms) => {
      clock += ms;
    });
    const { verdict } = await backend.call('report.get', { session_id });
    await backend.call('session.save', { session_id });
    await backend.dispose();
    await markAsSample(join(folder, session_id));
    const place = join(sessions, session_id);
    await rm(place, { recursive: true, force: true });
    await rename(join(folder, session_id), place);
    const size = (await folderBytes(realFileSystem, place)) / MB;
    console.log(`${place}: ${size.toFixed(2)} MB\n${verdict.join('\n')}`);
  } finally {
    await backend.dispose();
    await rm(folder, { recursive: true, force: true });
  }
}

function makeImages(backend: Backend, session_id: string): Promise<void> {
  const made = new Promise<void>((resolve, reject) => {
    backend.onPush((push) => {
      if (push.push !== 'session.changed') return;
      const { status } = push.payload.summary;
      if (status === 'completed') resolve();
      if (status === 'paused' || status === 'failed') reject(new Error(`The run is ${status}.`));
    });
  });
  return backend.call('generation.start', { session_id }).then(() => made);
}

async function vote(
  backend: Backend,
  folder: string,
  session_id: string,
  pass: (ms: number) => void,
): Promise<void> {
  const order = await orderOf(folder);
  let next = await backend.call('trial.next', { session_id });
  while (!('done' in next)) {
    const shown = order[next.pair_number - 1];
    if (shown === undefined) throw new Error(`Nobody knows pair ${next.pair_number}.`);
    const { trial_id, metric } = next;
    const { choice, stars, elapsed_ms } = answerOf(shown, metric);
    pass(elapsed_ms);
    next = (await backend.call('vote.cast', { session_id, trial_id, choice, stars, elapsed_ms })).next;
  }
}

/** What is shown at each place, from the session's own journal: only whoever made the sample may look. */
async function orderOf(folder: string): Promise<{ pair: string; swap: boolean }[]> {
  const lines = (await readFile(join(folder, 'journal.jsonl'), 'utf8')).trim().split('\n');
  const drawn = lines.map((line) => parseJson(line) as JsonObject).find(({ type }) => type === 'order_drawn');
  return drawn?.['order'] as { pair: string; swap: boolean }[];
}

/** Marks the saved file, and tells the journal's last save of the file as it is now. */
async function markAsSample(folder: string): Promise<void> {
  const meta = join(folder, 'session_meta.json');
  const document = parseJson(await readFile(meta, 'utf8')) as JsonObject;
  (document['blindfold'] as { [key: string]: JsonValue })['sample'] = true;
  const content = `${stringifyJson(document, 2)}\n`;
  const sha256 = createHash('sha256').update(content).digest('hex');
  const journal = join(folder, 'journal.jsonl');
  const lines = (await readFile(journal, 'utf8')).trim().split('\n');
  const last = parseJson(lines.at(-1) ?? '') as JsonObject;
  if (last['type'] !== 'saved') throw new Error('The journal does not end with the save.');
  const told = [...lines.slice(0, -1), stringifyJson({ ...last, sha256 })];
  await writeFile(journal, `${told.join('\n')}\n`);
  await writeFile(meta, content);
}
