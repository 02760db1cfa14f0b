import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { nodePath, root } from './place.mjs';
import { run } from './run.mjs';

const GOES_WHEN_ASKED = `
  process.on('SIGTERM', () => { console.log('bye'); process.exit(3); });
  setInterval(() => {}, 1000);
  console.log('up');
`;

/** A process that runs another one through `run` and ends with its exit code. */
function runner() {
  const address = pathToFileURL(join(root, 'scripts/setup/run.mjs')).href;
  const script = `
    import { run } from ${JSON.stringify(address)};
    process.exitCode = await run(process.execPath, ['-e', ${JSON.stringify(GOES_WHEN_ASKED)}]);
  `;
  return spawn(nodePath(), ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
}

describe('run', () => {
  it.each(['SIGTERM', 'SIGINT', 'SIGHUP'] as const)('passes %s on and waits for the end', async (signal) => {
    const process = runner();
    let said = '';
    process.stdout.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said === 'up\n') process.kill(signal);
    });
    expect(await once(process, 'close')).toEqual([3, null]);
    expect(said).toBe('up\nbye\n');
  });

  it('answers with the exit code, also of what was killed or could not be started', async () => {
    expect(await run(nodePath(), ['-e', 'process.exit(7)'])).toBe(7);
    expect(await run(nodePath(), ['-e', 'setInterval(() => {}, 1000)'], { timeoutMs: 1 })).toBe(137);
    expect(await run(join(root, 'no-such-program'), [], { quiet: true })).toBe(127);
  });
});
