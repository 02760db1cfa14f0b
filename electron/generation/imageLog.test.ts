import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Job, planJobs } from '../../core/plan/jobs';
import { parseSessionId } from '../../core/session/identity';
import { blankSetup } from '../../core/session/setup';
import { type ImageRecord, newSession, type SessionState } from '../../core/session/state';
import { realFileSystem } from '../sessions/fileSystem';
import { openImageLog } from './imageLog';

let folder = '';
let file = '';
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'blindfold-log-'));
  file = path.join(folder, 'output', 'generation_log.csv');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const jobs = new Map(
  planJobs(
    {
      ...blankSetup(),
      loras: ['a,b.safetensors'],
      weights: [0.5],
      weight_range: null,
      seeds: [18446744073709551615n, 2],
      prompt_pairs: [{ positive: 'one\ntwo, "three"', negative: ' ' }],
    },
    1,
  ).map((job) => [job.file, job]),
);

function record(name: string): ImageRecord {
  return {
    file: name,
    sha256: '',
    size_bytes: 1,
    width: 1,
    height: 1,
    server: 's',
    timestamp: '20260102_030405',
    seconds: 1,
  };
}

function state(...files: string[]): SessionState {
  const made = newSession(parseSessionId('20260102_030405'), '2026-01-02T03:04:05Z');
  for (const name of files) made.images.set(name, record(name));
  return made;
}

function job(name: string): Job {
  const found = jobs.get(name);
  if (found === undefined) throw new Error(`no job ${name}`);
  return found;
}

describe('generation_log.csv', () => {
  it('begins with its header, once, and quotes what needs it', async () => {
    const log = await openImageLog(realFileSystem, file, state(), jobs);
    await log.add(job('lora_0_0_w0.5.png'), record('lora_0_0_w0.5.png'));
    await openImageLog(realFileSystem, file, state('lora_0_0_w0.5.png'), jobs);
    expect(await readFile(file, 'utf8')).toBe(
      'timestamp,image_path,lora_name,weight,prompt,negative_prompt,seed,is_baseline\n' +
        '20260102_030405,./sessions/20260102_030405/output/lora_0_0_w0.5.png,"a,b.safetensors",0.5,"one\ntwo, ""three"""," ",18446744073709551615,false\n',
    );
  });

  it('leaves text as it is, whatever a table program would make of it', async () => {
    const [plain] = jobs.values();
    if (plain === undefined) throw new Error('no job');
    const odd = { ...plain, positive: '=1+1', negative: '@sum(A1)\r\n"x"', seed: 9007199254740993n };
    const log = await openImageLog(realFileSystem, file, state(), jobs);
    await log.add(odd, record(odd.file));
    // Scripts read this list; a mark before the text would be another prompt.
    expect((await readFile(file, 'utf8')).split('false').at(0)).toContain(
      ',=1+1,"@sum(A1)\r\n""x""",9007199254740993,',
    );
  });

  it('writes what a crash tore or left out, wherever the line was torn', async () => {
    const files = ['baseline_0_0.png', 'lora_0_0_w0.5.png', 'baseline_0_1.png'];
    const whole = await openImageLog(realFileSystem, file, state(), jobs);
    for (const name of files) await whole.add(job(name), record(name));
    const text = await readFile(file, 'utf8');
    for (let length = 0; length <= text.length; length += 1) {
      await writeFile(file, text.slice(0, length));
      await openImageLog(realFileSystem, file, state(...files), jobs);
      expect(await readFile(file, 'utf8'), `torn after ${length}`).toBe(text);
    }
  });

  it('lists an image once that was found already made, and again when it is made again', async () => {
    const name = 'baseline_0_0.png';
    await (await openImageLog(realFileSystem, file, state(), jobs)).add(job(name), record(name));
    const log = await openImageLog(realFileSystem, file, state(), jobs);
    await log.add(job(name), { ...record(name), seconds: null });
    expect((await readFile(file, 'utf8')).split(name)).toHaveLength(2);
    await log.add(job(name), { ...record(name), timestamp: '20260102_040506' });
    expect((await readFile(file, 'utf8')).split(name)).toHaveLength(3);
  });
});
