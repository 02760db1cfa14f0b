import { execFile } from 'node:child_process';
import { arch, cpus, platform, totalmem } from 'node:os';
import { promisify } from 'node:util';
import type { KeptPart } from './kept';

const execute = promisify(execFile);

/** When, of what and where is measured. In: the time, the folder of the sources, the file that the figures are written to, and Chromium's program. */
export async function circumstances(
  now: Date,
  root: string,
  document: string,
  chromium: string | null,
): Promise<Pick<KeptPart, 'day' | 'commit' | 'machine'>> {
  return {
    day: now.toISOString().slice(0, 10),
    commit: await commitOf(root, document),
    machine: await machineOf(chromium),
  };
}

/** The commit whose sources are here unchanged; null where there is no such. The page of figures itself may differ. */
async function commitOf(root: string, document: string): Promise<string | null> {
  const changes = await printed('git', ['-C', root, 'status', '--porcelain', '--', '.', `:!${document}`]);
  return changes === '' ? printed('git', ['-C', root, 'rev-parse', '--short', 'HEAD']) : null;
}

async function machineOf(chromium: string | null): Promise<string> {
  const browser = chromium === null ? null : await printed(chromium, ['--version']);
  const [processor] = cpus();
  return [
    `${cpus().length} x ${processor?.model.trim() ?? 'unknown processor'}`,
    `${Math.round(totalmem() / 2 ** 30)} GiB of memory`,
    `${platform()} ${arch()}`,
    `Node ${process.versions.node}`,
    ...(browser === null ? [] : [browser.replace(/^(\S+ \d+).*/, '$1')]),
  ].join(', ');
}

/** What a program prints; null when it is not there or fails. */
async function printed(program: string, args: readonly string[]): Promise<string | null> {
  try {
    return (await execute(program, args)).stdout.trim();
  } catch {
    return null;
  }
}
