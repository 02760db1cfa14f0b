import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { parseJson, stringifyJson } from '../../core/session/json';
import { parseBinaryFrame, parseTextFrame } from './messages';

const SCENARIOS = [
  'success',
  'cached',
  'runtime-error',
  'interrupt',
  'queue',
  'no-client-id',
  'reconnect',
  'restart',
  'previews',
  'view',
];

function framesOf(name: string): unknown[] {
  const text = readFileSync(path.join(import.meta.dirname, 'transcripts', `${name}.jsonl`), 'utf8');
  return text
    .split('\n')
    .filter((line) => line.startsWith('{"kind":"ws",'))
    .map((line) => {
      const row = parseJson(line);
      return typeof row === 'object' && row !== null && 'message' in row ? row.message : null;
    });
}

function frame(...parts: (number | string | Uint8Array)[]): Uint8Array {
  return Buffer.concat(
    parts.map((part) => {
      if (typeof part !== 'number') return Buffer.from(part);
      const four = Buffer.alloc(4);
      four.writeUInt32BE(part);
      return four;
    }),
  );
}

describe('parseTextFrame', () => {
  it.each(['0.33.0', '0.3.64'])('reads every frame that ComfyUI %s sent', (version) => {
    for (const scenario of SCENARIOS) {
      for (const message of framesOf(`${version}-${scenario}`)) {
        expect(parseTextFrame(stringifyJson(message)), stringifyJson(message)).not.toBeNull();
      }
    }
  });

  it('reads the end of a prompt, and a running node without its prompt', () => {
    expect(parseTextFrame('{"type":"executing","data":{"node":null,"prompt_id":"p"}}')).toEqual({
      type: 'executing',
      data: { node: null, prompt_id: 'p' },
    });
    expect(parseTextFrame('{"type":"executing","data":{"node":"12:3"}}')).toEqual({
      type: 'executing',
      data: { node: '12:3', prompt_id: null },
    });
  });

  it('reads images of a node and leaves other results out', () => {
    const text =
      '{"type":"executed","data":{"prompt_id":"p","node":9,"output":{"images":[{"filename":"a.png","subfolder":"s","type":"temp"},{"odd":1}],"text":["x"]}}}';
    expect(parseTextFrame(text)).toEqual({
      type: 'executed',
      data: { prompt_id: 'p', node: '9', output: [{ filename: 'a.png', subfolder: 's', type: 'temp' }] },
    });
    expect(
      parseTextFrame('{"type":"executed","data":{"prompt_id":"p","node":"9","output":null}}')?.data,
    ).toMatchObject({ output: [] });
  });

  it('ignores what it does not know', () => {
    for (const text of [
      '',
      'x',
      '[]',
      '{"type":"crystools.monitor","data":{}}',
      '{"type":"executing"}',
      '{"type":"progress","data":{"value":"1"}}',
      '{"type":"progress","data":{"value":-5,"max":20}}',
      '{"type":"progress","data":{"value":1,"max":1e300}}',
    ]) {
      expect(parseTextFrame(text)).toBeNull();
    }
  });

  it('reads bare NaN, which Python writes', () => {
    expect(
      parseTextFrame('{"type":"execution_success","data":{"prompt_id":"p","timestamp":NaN}}')?.type,
    ).toBe('execution_success');
  });
});

describe('parseBinaryFrame', () => {
  it('reads a preview without ids', () => {
    const image = Uint8Array.of(0xff, 0xd8, 0xff);
    expect(parseBinaryFrame(frame(1, 1, image))?.data).toMatchObject({ prompt_id: null, mime: 'image/jpeg' });
    expect(parseBinaryFrame(frame(1, 2, image))?.data.mime).toBe('image/png');
    expect([...(parseBinaryFrame(frame(1, 1, image))?.data.image ?? [])]).toEqual([...image]);
  });

  it('reads a preview with its prompt and node', () => {
    const metadata = '{"node_id":"3","prompt_id":"p","display_node_id":"3","image_type":"image/png"}';
    expect(parseBinaryFrame(frame(4, metadata.length, metadata, 'PNG'))).toEqual({
      type: 'preview',
      data: { prompt_id: 'p', node: '3', mime: 'image/png', image: Buffer.from('PNG') },
    });
  });

  it('ignores other kinds and frames that are cut', () => {
    for (const bytes of [
      frame(3, 1, 'a', 'text'),
      frame(1),
      frame(1, 9, 'x'),
      frame(4, 500, '{}'),
      frame(4, 2, '{}'),
      frame(4, 1, '{'),
    ]) {
      expect(parseBinaryFrame(bytes)).toBeNull();
    }
  });
});
