import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { describe, expect, it } from 'vitest';
import { readDemoArguments, startDemo } from './startDemo';

async function start(...words: string[]) {
  const lines: string[] = [];
  const faults: string[] = [];
  const started = await startDemo(words, {
    line: (text) => lines.push(text),
    fault: (text) => faults.push(text),
  });
  return { started, lines, faults };
}

describe('the demo command', () => {
  it('reads its words, in both ways of writing them', () => {
    expect(readDemoArguments([])).toEqual({ port: 8199 });
    expect(readDemoArguments(['--port', '8300', '--image-ms', '50', '--size', '640x480'])).toEqual({
      port: 8300,
      imageMs: 50,
      size: { width: 640, height: 480 },
    });
    expect(readDemoArguments(['--port=8300', '--size=64x64'])).toEqual({
      port: 8300,
      size: { width: 64, height: 64 },
    });
  });

  it('prints one line with its address and serves there', async () => {
    const { started, lines, faults } = await start('--port', '0', '--image-ms', '0');
    if ('exitCode' in started) throw new Error(faults.join(' '));
    try {
      expect(lines).toEqual([`Demo ComfyUI: http://127.0.0.1:${started.port}`]);
      expect((await fetch(`${started.url}/system_stats`)).status).toBe(200);
    } finally {
      await started.dispose();
    }
  });

  it.each([
    [['--port', 'many'], '--port'],
    [['--port', '70000'], '--port'],
    [['--port', '-1'], '--port'],
    [['--port'], '--port'],
    [['--image-ms', '1.5'], '--image-ms'],
    [['--size', 'big'], '--size'],
    [['--size', '512'], '--size'],
    [['--size', '0x512'], '--size'],
    [['--fast'], '--fast'],
    [['extra'], 'extra'],
  ])('refuses %j with a sentence that names the word', async (words, named) => {
    const { started, lines, faults } = await start(...words);
    expect(started).toEqual({ exitCode: 2 });
    expect(lines).toEqual([]);
    expect(faults).toHaveLength(1);
    expect(faults[0]).toContain(named);
    expect(faults[0]).toMatch(/\.$|\]$/);
  });

  it('says so when its port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const { started, faults } = await start('--port', String(port));
    expect(started).toEqual({ exitCode: 1 });
    expect(faults).toEqual([`Port ${port} is taken by another program. Give another one with --port.`]);
    await new Promise((resolve) => other.close(resolve));
  });
});
