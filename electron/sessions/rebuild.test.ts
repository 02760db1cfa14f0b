import { mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { summarySchema } from '../../core/contract/sessionView';
import type { NewEvent } from '../../core/session/events';
import { type Integer, stringifyJson } from '../../core/session/json';
import { nextPositions } from '../../core/session/progress';
import { placed, sampleSetup, voteEvent } from '../../core/session/sampleJournal';
import { effectiveSetup, FIRST_RATER, findRater } from '../../core/session/state';
import { damagedSummary } from '../../core/session/view';
import { builtinWorkflow } from '../../core/workflow/builtin';
import { findRoles } from '../../core/workflow/graph';
import { patchWorkflow } from '../../core/workflow/patch';
import { asciiJson } from '../demo/pngText';
import { journalLine } from './journalFile';
import { sessionFolder } from './sessionFolder';
import { testPng, textChunk } from './testPictures';
import { journalOf, savedOf, sessionWorld, typesOf } from './testStore';

const { world, start } = sessionWorld();
const ID = '20240115_143022';
const LARGEST = 18_446_744_073_709_551_615n;

function graphOf(words: { positive: string; seed: Integer; weight: number; lora?: string }): string {
  const graph = builtinWorkflow({ checkpoint: 'sd15.safetensors' });
  const { positive, seed, weight, lora = 'fox.safetensors' } = words;
  return stringifyJson(
    patchWorkflow(graph, findRoles(graph), {
      positive,
      negative: 'blurry',
      seed,
      lora: weight === 0 ? null : { filename: lora, weight, clip_weight: weight },
      filename_prefix: 'blindfold/x',
    }),
  );
}

type Files = Record<string, Buffer | string>;

/** A session's folder with these files in `output/`, and beside it others. */
async function folderOf(output: Files, beside: Files = {}) {
  const folder = sessionFolder(world.root, ID);
  await mkdir(folder.output, { recursive: true });
  for (const [name, content] of Object.entries(output)) await writeFile(join(folder.output, name), content);
  for (const [name, content] of Object.entries(beside)) await writeFile(join(folder.path, name), content);
  return folder;
}

/** Two prompts, two seeds, two weights: our own names, without a word inside. */
function bareImages(): Files {
  const files: Files = {};
  for (const prompt of [0, 1]) {
    for (const seed of [0, 1]) {
      files[`baseline_${prompt}_${seed}.png`] = testPng(prompt * 8 + seed);
      for (const weight of ['0.4', '0.8'])
        files[`lora_${prompt}_${seed}_w${weight}.png`] = testPng(100 + prompt * 8 + seed);
    }
  }
  return files;
}

const python = (prompt: string, weight: string, seed: Integer, time: string) =>
  `${prompt.replaceAll(' ', '_').slice(0, 30)}_w${weight}_s${seed}_20240115_1430${time}.png`;

async function opened() {
  const session = await (await start()).open(ID);
  return { session, rater: findRater(session.state, FIRST_RATER) };
}

describe('a folder with nothing but pictures', () => {
  it('under our own names can be judged, though their words are lost, and says what was not recovered', async () => {
    await folderOf(bareImages());
    const { session, rater } = await opened();
    expect(session).toMatchObject({ damaged: null, unsavedChanges: 0 });
    expect(session.state).toMatchObject({ recovered_from_disk: true, run: { status: 'completed' } });
    expect(session.state.pairs.size).toBe(8);
    expect(rater?.shown).toHaveLength(8);
    expect(new Set(rater?.shown.map(({ swap }) => swap)).size).toBe(2);
    expect(session.repairs).toEqual([
      expect.stringMatching(
        /12 images were recovered, with weights\. Prompts, seeds, LoRA files, sampling, votes, metrics and notes were not/,
      ),
    ]);
    expect(session.repairs.join()).toContain('More images cannot be made in it');
  });

  it.each(['tEXt', 'zTXt', 'iTXt'] as const)(
    'has its words out of %s, seeds digit for digit and bare NaN tolerated',
    async (kind) => {
      const png = (positive: string, seed: Integer, weight: number) => {
        const graph = graphOf({ positive, seed, weight });
        const text = `${graph.slice(0, -1)},"77":{"class_type":"Note","inputs":{},"is_changed":[NaN, -Infinity]}}`;
        return testPng(weight * 10, [
          textChunk(kind, 'workflow', '{}'),
          textChunk(kind, 'prompt', asciiJson(text)),
        ]);
      };
      const words = ['a fox', 'a füchschen'];
      const files: Files = {};
      for (const [prompt, positive] of words.entries()) {
        files[`baseline_${prompt}_0.png`] = png(positive, LARGEST, 0);
        files[`lora_${prompt}_0_w0.4.png`] = png(positive, LARGEST, 0.4);
      }
      await folderOf(files);
      const { session } = await opened();
      const setup = effectiveSetup(session.state);
      expect(setup).toMatchObject({
        seeds: [LARGEST],
        loras: ['fox.safetensors'],
        weights: [0.4],
        checkpoint: 'sd15.safetensors',
        sampling: { steps: 24, cfg: 7, sampler_name: 'dpmpp_2m', scheduler: 'karras' },
        size: [512, 512],
      });
      expect(setup.prompt_pairs.map(({ positive }) => positive)).toEqual(['a fox', 'a füchschen']);
      expect(setup.prompt_pairs[0]?.negative).toBe('blurry');
      expect(session.state.started?.as_found).toBe(false);
    },
  );

  it('made with an entry of a node of several LoRAs knows its plan again, that entry included', async () => {
    const graph = builtinWorkflow({ checkpoint: 'sd15.safetensors' });
    graph['10'] = {
      class_type: 'Power Lora Loader (rgthree)',
      inputs: {
        model: ['4', 0],
        clip: ['4', 1],
        lora_1: { on: true, lora: 'style.safetensors', strength: 0.3 },
        lora_2: { on: true, lora: 'fox.safetensors', strength: 1 },
      },
    };
    const bindings = findRoles(graph, { loras: ['fox.safetensors'] });
    const picture = (place: number, weight: number) => {
      const lora = weight === 0 ? null : { filename: 'fox.safetensors', weight, clip_weight: weight };
      const job = { positive: 'a fox', negative: 'blurry', seed: 5, filename_prefix: 'blindfold/x' };
      const made = stringifyJson(patchWorkflow(graph, bindings, { ...job, lora }));
      return testPng(place, [textChunk('tEXt', 'prompt', made)]);
    };
    await folderOf({
      'baseline_0_0.png': picture(0, 0),
      'lora_0_0_w0.4.png': picture(1, 0.4),
      'lora_0_0_w0.8.png': picture(2, 0.8),
    });
    const { session } = await opened();
    expect(effectiveSetup(session.state)).toMatchObject({
      loras: ['fox.safetensors'],
      seeds: [5],
      prompt_pairs: [{ positive: 'a fox', negative: 'blurry' }],
      bindings: { lora: '10', lora_entry: 'lora_2' },
    });
  });

  it("under the Python tool's names has prompts, seeds and weights, and a baseline for every pair", async () => {
    const prompt = 'a lighthouse at dusk, waves, long exposure';
    const files: Files = {};
    for (const [index, weight] of ['0.5', '1.0'].entries()) {
      files[python(prompt, '0.0', LARGEST, `0${index}`)] = testPng(index);
      files[python(prompt, weight, LARGEST, `1${index}`)] = testPng(9 + index);
    }
    await folderOf({ ...files, 'notes.txt': 'x', 'holiday.png': testPng(3) });
    const { session } = await opened();
    expect(
      [...session.state.pairs.values()].map(({ weight, seed, prompt: words }) => [weight, seed, words]),
    ).toEqual([
      [0.5, LARGEST, 'a lighthouse at dusk, waves, l'],
      [1, LARGEST, 'a lighthouse at dusk, waves, l'],
    ]);
    expect(new Set([...session.state.pairs.values()].map(({ baseline }) => baseline)).size).toBe(2);
    expect(session.repairs.join()).toContain('1 image is without a partner');
  });

  it('is the same session after its saved file was written, with the first change or by a save', async () => {
    const folder = await folderOf(bareImages(), { 'session_meta.json': '{"session_id": "2024' });
    const { session, rater } = await opened();
    const [first] = rater?.shown ?? [];
    expect(await readdir(folder.path)).not.toContain('journal.jsonl');
    await session.append({
      ...voteEvent(0, 'Quality', 'A'),
      pair: first?.pair ?? '',
      swap: first?.swap === true,
    });
    expect(await typesOf(session)).toEqual(['order_drawn', 'log', 'saved', 'log', 'vote_cast']);
    expect(await readFile(`${folder.meta}.broken-20240115_143022`, 'utf8')).toBe('{"session_id": "2024');
    const told = session.repairs;
    expect(told).toEqual([expect.stringContaining('12 images were recovered')]);
    const { pairs, raters, started } = session.state;
    await session.close();
    const again = await (await start()).open(ID);
    expect(again.repairs).toEqual(told);
    expect(again.state).toMatchObject({ recovered_from_disk: true, pairs, raters, started });
    expect(again.unsavedChanges).toBe(1);
    await again.save();
    expect(again.repairs).toEqual([]);
    expect((await savedOf(again))['blindfold']).toMatchObject({ recovered_from_disk: true });
  });

  it.each([
    '{"foo":1}',
    '{"session_id":"20240115_143022","step_1_setup":{"foo":[1]},"step_2_generation":17,"blindfold":{}}',
  ])('beside a saved file that can be read but tells nothing is put together, too: %s', async (text) => {
    const folder = await folderOf(bareImages(), { 'session_meta.json': text });
    const { session } = await opened();
    expect(session.state.pairs.size).toBe(8);
    expect(session.repairs).toEqual([expect.stringContaining('12 images were recovered')]);
    await session.save();
    expect(await readFile(`${folder.meta}.broken-20240115_143022`, 'utf8')).toBe(text);
    await session.close();
    const again = await (await start()).open(ID);
    expect(again.state.pairs.size).toBe(8);
  });

  it('beside a saved file that tells nothing is not taken for the save before it', async () => {
    const first = await (await start()).create(sampleSetup(), '');
    await first.save();
    await first.append({ type: 'pinned', pinned: true });
    await first.save();
    await first.close();
    await writeFile(first.folder.meta, '{"foo":1}');
    const again = await (await start()).open(first.id);
    expect(again.state).toMatchObject({ pinned: true, setup: sampleSetup() });
    expect(again.repairs).toEqual([
      expect.stringContaining('session_meta.json tells nothing of a session. The save before it was used'),
    ]);
  });

  it('is looked at without a trace: nothing is written before something is changed', async () => {
    const folder = await folderOf(bareImages());
    const before = await readdir(folder.path);
    const store = await start();
    expect((await store.peek(ID)).state.images.size).toBe(12);
    await store.open(ID);
    expect(await readdir(folder.path)).toEqual(before);
  });
});

describe('what is left of a journal', () => {
  const votes = ['lora_1_1_w0.4.png', 'lora_0_0_w0.8.png', 'lora_9_9_w1.png'].map(
    (pair, index): NewEvent => ({
      ...voteEvent(0, 'Style', 'B', { vote_id: `v${index}`, swap: index === 0 }),
      pair,
    }),
  );

  it('without its beginning still has its votes, each in its place, on its side', async () => {
    const events = placed([...votes, { type: 'notes_changed', notes: 'kept' }], 40);
    await folderOf(bareImages(), { 'journal.jsonl': events.map(journalLine).join('') });
    const { session, rater } = await opened();
    expect(rater?.shown.slice(0, 2)).toEqual([
      { pair: 'lora_1_1_w0.4.png', swap: true },
      { pair: 'lora_0_0_w0.8.png', swap: false },
    ]);
    expect(rater?.shown).toHaveLength(8);
    expect(effectiveSetup(session.state).metrics).toEqual(['Style']);
    expect(session.state.notes).toBe('kept');
    expect(rater === undefined ? [] : nextPositions(session.state, rater, 1)).toEqual([
      { index: 2, metricIndex: 0 },
    ]);
    expect(session.repairs.join()).toContain(
      'So were 2 votes of the journal. 1 vote stays in the journal, whose images are gone.',
    );
    await session.append({ type: 'pinned', pinned: true });
    expect((await journalOf(session)).at(-1)?.seq).toBeGreaterThan(43);
    await session.close();
    const again = await (await start()).open(ID);
    expect(findRater(again.state, FIRST_RATER)).toEqual(rater);
  });

  it("that was another tool's from the start has its votes too", async () => {
    const events = placed([{ type: 'adopted', sha256: 'x' }, ...votes]);
    await folderOf(bareImages(), {
      'journal.jsonl': events.map(journalLine).join(''),
      'session_meta.json': '',
    });
    const { rater } = await opened();
    expect(rater?.votes.map(({ vote_id }) => vote_id)).toEqual(['v0', 'v1']);
  });

  it('with its first line unreadable is told, and does not hide the pictures', async () => {
    const lines = placed(votes, 2).map(journalLine).join('');
    await folderOf(bareImages(), { 'journal.jsonl': `{"seq":1,"at":\n${lines}` });
    const { session } = await opened();
    expect(session.state.pairs.size).toBe(8);
    expect(session.repairs).toEqual([
      expect.stringContaining('Line 1 of journal.jsonl cannot be read'),
      expect.stringContaining('12 images were recovered'),
    ]);
  });
});

describe('a folder from which nothing can be put together', () => {
  it.each<[string, Files, string]>([
    ['is empty', {}, 'There are no images in its output folder'],
    ['holds only candidates', { 'lora_0_0_w1.png': testPng() }, 'no two of which'],
    [
      'holds only torn pictures',
      { 'baseline_0_0.png': 'x', 'lora_0_0_w1.png': testPng().subarray(0, 50) },
      'no two',
    ],
  ])('and that %s is listed as damaged, with what can be done', async (_what, files, words) => {
    await folderOf(files, { 'session_meta.json': '[]' });
    const { session } = await opened();
    expect(session.damaged).toContain('session_meta.json cannot be read, and there is no journal of it.');
    expect(session.damaged).toContain(words);
    expect(session.damaged).toContain('Put back a copy of session_meta.json');
    expect(summarySchema.safeParse(damagedSummary(session.id, session.damaged ?? '')).success).toBe(true);
  });

  it('never reads through a link', async () => {
    const outside = join(world.root, 'outside');
    await mkdir(outside);
    for (const [name, content] of Object.entries(bareImages())) await writeFile(join(outside, name), content);
    const folder = await folderOf({});
    await symlink(join(outside, 'baseline_0_0.png'), join(folder.output, 'baseline_0_0.png'));
    await symlink(join(outside, 'lora_0_0_w0.4.png'), join(folder.output, 'lora_0_0_w0.4.png'));
    expect((await opened()).session.damaged).toContain('no two');
    await rm(folder.output, { recursive: true });
    await symlink(outside, folder.output);
    expect((await opened()).session.damaged).toContain('no images');
  });

  it('a draft that was never started stays one, whatever lies in its output folder', async () => {
    const store = await start();
    const session = await store.create(sampleSetup(), '');
    await session.close();
    await writeFile(join(session.folder.output, 'baseline_0_0.png'), testPng());
    await writeFile(join(session.folder.output, 'lora_0_0_w1.png'), testPng());
    const again = await (await start()).open(session.id);
    expect(again).toMatchObject({ damaged: null, repairs: [] });
    expect(again.state).toMatchObject({ started: null, recovered_from_disk: false });
  });
});
