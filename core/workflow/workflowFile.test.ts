import { crc32, deflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { AppFailure } from '../contract/failure';
import { createRandom } from '../plan/random';
import { stringifyJson } from '../session/json';
import { builtinWorkflow } from './builtin';
import { parseWorkflow } from './graph';
import { inspectWorkflow } from './inspect';
import { readWorkflowFile } from './workflowFile';

const graph = builtinWorkflow({ checkpoint: 'a.safetensors' });
const json = stringifyJson(graph);
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'utf8'));

function chunk(type: string, data: Uint8Array | string): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), Buffer.from(data)]);
  const whole = Buffer.alloc(body.length + 8);
  whole.writeUInt32BE(body.length - 4, 0);
  body.copy(whole, 4);
  whole.writeUInt32BE(crc32(body), body.length + 4);
  return whole;
}

function png(...chunks: Buffer[]): Uint8Array {
  const head = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  const ihdr = chunk('IHDR', Buffer.from([0, 0, 0, 1, 0, 0, 0, 1, 8, 0, 0, 0, 0]));
  return new Uint8Array(Buffer.concat([head, ihdr, ...chunks, chunk('IEND', '')]));
}

function refusal(name: string, bytes: Uint8Array): string {
  try {
    readWorkflowFile(name, bytes);
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    expect([error.code, error.field]).toEqual(['bad_request', 'setup.workflow']);
    return error.message;
  }
  throw new Error('It was read.');
}

describe('readWorkflowFile', () => {
  it('reads a graph bare, wrapped, and as an entry of the queue or the history', () => {
    const entry = `[3,"id",${json},{},["9"]]`;
    for (const text of [
      json,
      `\ufeff${json}`,
      `{"prompt":${json}}`,
      entry,
      `{"prompt":${entry},"outputs":{}}`,
    ]) {
      expect(readWorkflowFile('flow.json', bytesOf(text))).toEqual(graph);
    }
  });

  it('keeps every digit and every letter, and reads NaN as null', () => {
    const text = json
      .replace('"seed":0', '"seed":18446744073709551615,"is_changed":[NaN]')
      .replace('"text":""', '"text":"žluťoučký 狐 🦊"');
    const read = readWorkflowFile('flow.json', bytesOf(text));
    expect(read['3']?.inputs['seed']).toBe(18446744073709551615n);
    expect(read['3']?.inputs['is_changed']).toEqual([null]);
    expect(read['6']?.inputs['text']).toBe('žluťoučký 狐 🦊');
  });

  it('reads the prompt of a PNG, plain or international', () => {
    const wide = json.replace('"text":""', '"text":"狐"');
    expect(readWorkflowFile('a.png', png(chunk('tEXt', `prompt\0${json}`)))).toEqual(graph);
    const both = png(chunk('tEXt', 'workflow\0{"nodes":[]}'), chunk('iTXt', `prompt\0\0\0\0\0${wide}`));
    expect(readWorkflowFile('a.png', both)['6']?.inputs['text']).toBe('狐');
    // The end is gone, the workflow is not.
    const whole = png(chunk('tEXt', `prompt\0${json}`), chunk('IDAT', new Uint8Array(500)));
    expect(readWorkflowFile('a.png', whole.subarray(0, whole.length - 300))).toEqual(graph);
  });

  it.each([
    ['an empty file', new Uint8Array(), 'a is empty.'],
    ['text', bytesOf('hello'), 'a is not JSON. In ComfyUI choose Workflow, then Export (API)'],
    [
      'a JPEG',
      new Uint8Array([0xff, 0xd8, 0xff, 0xe0]),
      'a is a JPEG picture; workflows are read out of PNG',
    ],
    ['a WebP', bytesOf('RIFF1234WEBPVP8 '), 'a is a WebP picture'],
    ['the page form', bytesOf('{"nodes":[],"links":[]}'), 'in the form of the ComfyUI page'],
    ['the page form in a PNG', png(chunk('tEXt', 'workflow\0{"nodes":[]}')), 'form of the ComfyUI page only'],
    [
      'a prompt that is no graph beside the page form',
      png(chunk('tEXt', 'prompt\0a fox'), chunk('tEXt', 'workflow\0{"nodes":[]}')),
      'form of the ComfyUI page only',
    ],
    [
      'a prompt that is no graph',
      png(chunk('tEXt', 'prompt\0a fox')),
      'The workflow inside a cannot be read.',
    ],
    [
      'a packed prompt',
      png(chunk('zTXt', Buffer.concat([Buffer.from('prompt\0\0'), deflateSync(json)]))),
      'a holds its workflow packed, which is not read here.',
    ],
    ['no text', png(), 'a holds no workflow'],
    [
      'a torn PNG',
      png(chunk('tEXt', `prompt\0${json}`)).subarray(0, 80),
      'a is cut off before its workflow.',
    ],
    ['too much', new Uint8Array(64_000_000 + 1), '64 MB is the most'],
    ['too much text', bytesOf(`{"a":"${'x'.repeat(8_000_000)}"}`), '8.0 MB is the most'],
    [
      'too many nodes',
      bytesOf(stringifyJson(Object.fromEntries(Array.from({ length: 2001 }, (_, id) => [`n${id}`, {}])))),
      'This workflow has 2001 nodes; 2000 is the most',
    ],
  ])('says what is wrong with %s', (_what, bytes, message) => {
    expect(refusal('a', bytes)).toContain(message);
  });

  it('survives 500 files that were changed at random: a graph, or a sentence', () => {
    const random = createRandom(20_26);
    const files = [
      bytesOf(json),
      png(chunk('tEXt', `prompt\0${json}`)),
      png(chunk('iTXt', `prompt\0\0\0\0\0${json}`)),
    ];
    let read = 0;
    for (let round = 0; round < 500; round += 1) {
      const bytes = Uint8Array.from(files[round % files.length] ?? []);
      for (let change = random.int(6); change >= 0; change -= 1) {
        const at = random.int(bytes.length);
        if (random.int(4) === 0) bytes.copyWithin(at, random.int(bytes.length), random.int(bytes.length));
        else bytes[at] = random.int(256);
      }
      const cut = random.int(3) === 0 ? bytes.subarray(0, random.int(bytes.length)) : bytes;
      try {
        const found = readWorkflowFile(`file${round}`, cut);
        // What can be read can be looked at, too.
        inspectWorkflow(found, ['mine.safetensors']);
        read += 1;
      } catch (error) {
        if (!(error instanceof AppFailure)) throw error;
        expect(error.field).toBe('setup.workflow');
      }
    }
    expect(read).toBeGreaterThan(20);
  });

  it('draws and binds graphs whose links were changed at random', () => {
    const random = createRandom(5);
    const ids = Object.keys(graph);
    for (let round = 0; round < 500; round += 1) {
      const changed = parseWorkflow(graph);
      for (let change = 0; change < 4; change += 1) {
        const node = changed[ids[random.int(ids.length)] ?? ''];
        const names = Object.keys(node?.inputs ?? {});
        const name = names[random.int(names.length)];
        if (node === undefined || name === undefined) continue;
        const values = [
          [ids[random.int(ids.length)] ?? '', random.int(3)],
          'x',
          7,
          null,
          { lora: 'x', strength: 1 },
        ];
        node.inputs = { ...node.inputs, [name]: values[random.int(values.length)] ?? null };
      }
      const view = inspectWorkflow(changed, ['mine.safetensors']);
      expect(view.roles).toHaveLength(8);
      expect(view.roles.every(({ found, text }) => found || text !== '')).toBe(true);
    }
  });
});
