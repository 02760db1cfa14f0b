import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join, resolve, sep } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import { sessionDetailSchema, summarySchema } from '../../core/contract/sessionView';
import { createRandom, type Random } from '../../core/plan/random';
import { toDocument } from '../../core/session/document';
import { formatStamp, type SessionId } from '../../core/session/identity';
import { stringifyJson } from '../../core/session/json';
import {
  generationEvents,
  placed,
  sampleJobs,
  sampleState,
  voteEvent,
} from '../../core/session/sampleJournal';
import { builtinWorkflow } from '../../core/workflow/builtin';
import { asciiJson } from '../demo/pngText';
import { generationView } from '../generation/progress';
import { createFaultyFileSystem } from '../sessions/faultyFileSystem';
import type { FileSystem } from '../sessions/fileSystem';
import { journalLine } from '../sessions/journalFile';
import type { SessionStore } from '../sessions/sessionStore';
import { testPng, textChunk } from '../sessions/testPictures';
import { openStore, temporaryFolder } from '../sessions/testStore';
import { FOREIGN } from '../testing/foreignSamples';
import { mutate, mutateBytes, ODD } from '../testing/mutations';
import { pythonJson } from '../testing/pythonJson';
import { tellCount } from '../testing/tellCount';
import { createSessionViews } from './sessionViews';

/** Lots are drawn in turn: ever so many with `BLINDFOLD_EVERY=1`, else a share of them. */
const LOTS = process.env['BLINDFOLD_EVERY'] === '1' ? 5 : 1;
const DOCUMENTS = 120 * LOTS;
const JOURNALS = 120 * LOTS;
const PICTURES = 40 * LOTS;

let root = '';
let store: SessionStore;
const touched = new Set<string>();

/** Real files, each way noted; flushing is left out, since nothing here cuts the power. */
function watchedFiles(): FileSystem {
  return new Proxy(createFaultyFileSystem().fs, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      return (...args: unknown[]) => {
        const paths = args.filter((arg) => typeof arg === 'string' && arg.includes(sep));
        for (const path of paths) touched.add(resolve(path as string));
        return (value as (...all: unknown[]) => unknown).apply(target, args);
      };
    },
  });
}

beforeAll(async () => {
  root = await temporaryFolder();
  await mkdir(join(root, 'outside'));
  await writeFile(join(root, 'outside', 'secret.png'), testPng(77, [textChunk('tEXt', 'prompt', 'secret')]));
  store = await openStore(join(root, 'sessions'), { fs: watchedFiles() });
});
afterAll(async () => {
  await store.dispose();
  await rm(root, { recursive: true });
});

const views = createSessionViews({
  images: { emblem: (_folder, file) => `/image/${file}` },
  generationOf: ({ state }) => generationView(state, null),
});

const EVENTS = placed([...generationEvents(), voteEvent(0, 'Quality', 'A'), voteEvent(1, 'Style', 'B')]);
const JOURNAL = EVENTS.map(journalLine).join('');
const OWN = `${stringifyJson(toDocument(sampleState(EVENTS), 1_705_329_022), 2)}\n`;
const NAMES = sampleJobs().map(({ file }) => file);

let second = 0;
function nextId(): SessionId {
  second += 1;
  return formatStamp(new Date(2024, 0, 1, 0, 0, second)) as SessionId;
}

/** A session's folder with these files; now and then a link in the place of a picture. */
async function put(
  random: Random,
  files: Record<string, Buffer | string>,
  pictures: readonly string[],
): Promise<SessionId> {
  const id = nextId();
  const output = join(root, 'sessions', id, 'output');
  await mkdir(output, { recursive: true });
  for (const [name, content] of Object.entries(files))
    await writeFile(join(root, 'sessions', id, name), content);
  for (const [index, name] of pictures.entries()) {
    if (random.int(12) === 0) await symlink(join(root, 'outside', 'secret.png'), join(output, name));
    else if (random.int(12) !== 0) await writeFile(join(output, name), testPng(index));
  }
  return id;
}

/** So many are saved, too; all of them would take long. */
const SAVED_ONE_IN = 3;

/** Whatever the folder holds: it is shown, or refused with a sentence; it can be saved, and reads the same afterwards. */
async function prove(id: SessionId, what: string): Promise<'damaged' | 'usable'> {
  const session = await store.open(id);
  expect(summarySchema.safeParse(views.summary(session)).error, what).toBeUndefined();
  if (session.damaged !== null) {
    expect(session.damaged, what).toMatch(/^[A-Z].*\.$/s);
    await expect(session.append({ type: 'pinned', pinned: true }), what).rejects.toBeInstanceOf(AppFailure);
    return 'damaged';
  }
  for (const sentence of session.repairs) expect(sentence, what).toMatch(/^\S.*\.$/s);
  const detail = sessionDetailSchema.safeParse(views.detail(session));
  expect(detail.error, what).toBeUndefined();
  if (second % SAVED_ONE_IN !== 0) {
    expect(() => stringifyJson(toDocument(session.state, 1), 2), what).not.toThrow();
    return 'usable';
  }
  await session.append({ type: 'pinned', pinned: true });
  await session.save();
  await session.close();
  const again = await store.open(id);
  expect(again, what).toMatchObject({ damaged: null, unsavedChanges: 0 });
  expect(sessionDetailSchema.safeParse(views.detail(again)).error, what).toBeUndefined();
  expect([...again.state.pairs.keys()], what).toEqual([...session.state.pairs.keys()]);
  await again.close();
  return 'usable';
}

/** Nothing but the session's own folder was read or written, and what lies outside is as it was. */
async function proveInside(): Promise<void> {
  const inside = join(root, 'sessions');
  expect([...touched].filter((path) => path !== inside && !path.startsWith(inside + sep))).toEqual([]);
  expect(await readdir(join(root, 'outside'))).toEqual(['secret.png']);
  expect((await readFile(join(root, 'outside', 'secret.png'))).length).toBe(
    testPng(77, [textChunk('tEXt', 'prompt', 'secret')]).length,
  );
}

function tell(name: string, tried: number): void {
  tellCount({ trouble: 'file', name, tried, finds: 0 });
}

describe('spoilt files: no crash, nothing outside the folder, a sentence for each refusal', () => {
  it(`${DOCUMENTS} session_meta.json, our own and the Python tool's`, async () => {
    const texts = [
      { text: OWN, pictures: NAMES },
      ...Object.values(FOREIGN).map(({ text, pictures }) => ({ text, pictures })),
    ];
    const told = { damaged: 0, usable: 0 };
    for (let seed = 1; seed <= DOCUMENTS; seed += 1) {
      const random = createRandom(seed);
      const base = texts[random.int(2) === 0 ? 0 : random.int(texts.length)] ?? {
        text: OWN,
        pictures: NAMES,
      };
      const { bytes, ways } = mutate(Buffer.from(base.text), random);
      const beside = random.int(3) === 0 ? { 'journal.jsonl': JOURNAL } : {};
      const id = await put(random, { 'session_meta.json': bytes, ...beside }, base.pictures);
      told[await prove(id, `document ${seed}: ${ways}`)] += 1;
    }
    await proveInside();
    expect(told.usable).toBeGreaterThan(DOCUMENTS / 4);
    tell('session_meta.json', DOCUMENTS);
  }, 180_000);

  it(`${JOURNALS} journals, with the saved file and without`, async () => {
    for (let seed = 1; seed <= JOURNALS; seed += 1) {
      const random = createRandom(1_000_000 + seed);
      const { bytes, ways } = mutate(Buffer.from(JOURNAL), random);
      const beside = random.int(3) === 0 ? { 'session_meta.json': OWN } : {};
      const id = await put(random, { 'journal.jsonl': bytes, ...beside }, random.int(4) === 0 ? [] : NAMES);
      await prove(id, `journal ${seed}: ${ways}`);
    }
    await proveInside();
    tell('journal.jsonl', JOURNALS);
  }, 180_000);

  it(`${PICTURES} folders of nothing but pictures with odd words inside`, async () => {
    const graph = pythonJson(builtinWorkflow({ checkpoint: 'sd15.safetensors' }));
    for (let seed = 1; seed <= PICTURES; seed += 1) {
      const random = createRandom(2_000_000 + seed);
      const pictures: Record<string, Buffer> = {};
      for (const name of [...NAMES, `x_w0.5_s${'9'.repeat(1 + random.int(30))}_1.png`]) {
        const { bytes } = mutate(Buffer.from(graph), random);
        const odd = stringifyJson(ODD[random.int(ODD.length)]);
        const words = random.int(4) === 0 ? odd : bytes.toString('latin1');
        const kind = (['tEXt', 'zTXt', 'iTXt'] as const)[random.int(3)] ?? 'tEXt';
        const png = testPng(seed, [textChunk(kind, 'prompt', kind === 'tEXt' ? asciiJson(words) : words)]);
        pictures[`output/${name}`] = random.int(6) === 0 ? mutateBytes(png, random) : png;
      }
      await prove(await put(random, pictures, []), `pictures ${seed}`);
    }
    await proveInside();
    tell('workflows in pictures', PICTURES);
  }, 180_000);
});
