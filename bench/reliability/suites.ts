import { spawn } from 'node:child_process';
import { join } from 'node:path';

/** One run of the test runner. */
export interface Suite {
  readonly name: string;
  readonly config: 'vitest.config.ts' | 'vitest.torture.config.ts';
  readonly files: readonly string[];
  /** Only tests whose name matches; all when left out. */
  readonly only?: string;
}

/** The longest first, so that two at a time end at about the same time. */
export const SUITES: readonly Suite[] = [
  {
    name: 'a life that ends at each file operation',
    config: 'vitest.torture.config.ts',
    files: ['e2e/torture/faults.torture.ts'],
    only: 'end ',
  },
  {
    name: 'a life in which the disk refuses each file operation',
    config: 'vitest.torture.config.ts',
    files: ['e2e/torture/faults.torture.ts'],
    only: 'ENOSPC|EIO|EACCES|disk that is',
  },
  {
    name: 'kills, damage and a second host',
    config: 'vitest.torture.config.ts',
    files: ['e2e/torture/torture.torture.ts'],
  },
  {
    name: 'faults in the making, copying and packing of sessions, and spoilt files',
    config: 'vitest.config.ts',
    files: [
      'electron/sessions/sessionFaults.test.ts',
      'electron/sessions/archive/archiveFaults.test.ts',
      'electron/views/mutatedFiles.test.ts',
      'electron/sessions/archive/mutatedArchives.test.ts',
    ],
  },
  {
    name: 'runs through faults of ComfyUI',
    config: 'vitest.torture.config.ts',
    files: ['e2e/torture/chaos.torture.ts'],
  },
  {
    name: 'each fault of ComfyUI by itself',
    config: 'vitest.config.ts',
    files: ['electron/generation/runFaults.test.ts'],
  },
];

/** What came of a run: whether every test held, what was printed, and how long it took. */
export interface SuiteEnd {
  readonly suite: Suite;
  readonly held: boolean;
  readonly output: string;
  readonly ms: number;
}

/** Runs a suite in a process of its own. In: the project's folder and the variables that say how much is tried. */
export async function runSuite(
  suite: Suite,
  root: string,
  variables: Readonly<Record<string, string>>,
): Promise<SuiteEnd> {
  const begun = performance.now();
  const { name: _, config, files, only } = suite;
  const child = spawn(
    process.execPath,
    [
      join(root, 'node_modules/vitest/vitest.mjs'),
      'run',
      '--config',
      config,
      '--maxWorkers=1',
      ...(only === undefined ? [] : ['--testNamePattern', only]),
      ...files,
    ],
    { cwd: root, env: { ...process.env, ...variables }, stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let output = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  const code = await new Promise<number | null>((done, fail) => {
    child.on('close', done);
    child.on('error', fail);
  });
  return { suite, held: code === 0, output, ms: performance.now() - begun };
}

/** Runs all of them, so many at a time; the order of the answers is that of their ends. */
export async function runSuites(
  suites: readonly Suite[],
  atATime: number,
  runOne: (suite: Suite) => Promise<SuiteEnd>,
): Promise<SuiteEnd[]> {
  const left = [...suites];
  const ends: SuiteEnd[] = [];
  const lane = async () => {
    for (let suite = left.shift(); suite !== undefined; suite = left.shift()) ends.push(await runOne(suite));
  };
  await Promise.all(Array.from({ length: atATime }, lane));
  return ends;
}
