import { spawnSync } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';

/** A device that answers every write as a full disk does. */
const FULL = '/dev/full';

/** A program that speaks on both streams, then does its work; its end says whether it came to that. */
function run(begin: string): number | null {
  const full = openSync(FULL, 'w');
  try {
    const code = `${begin}
      console.error('one'); console.log('one');
      setTimeout(() => { console.error('two'); setTimeout(() => process.exit(7), 20); }, 20);`;
    const args = ['--input-type=module', '--eval', code];
    return spawnSync(process.execPath, args, { stdio: ['ignore', full, full], timeout: 20_000 }).status;
  } finally {
    closeSync(full);
  }
}

describe.runIf(process.platform === 'linux')('a console on a full disk', () => {
  it('ends a program that does nothing about it, and none that does', () => {
    const module = pathToFileURL(join(import.meta.dirname, 'lastingConsole.ts')).href;
    expect(run('')).toBe(1);
    expect(run(`import { outliveConsole } from ${JSON.stringify(module)}; outliveConsole(process);`)).toBe(7);
  });
});
