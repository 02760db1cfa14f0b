import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installed, nodePath, root } from './setup/place.mjs';

/** A planted file, its content, and whether the rules must refuse it. */
const planted: [file: string, content: string, isRefused: boolean][] = [
  ['core/plan/a.ts', "import 'node:fs/promises';", true],
  ['core/plan/b.ts', "import 'electron';", true],
  ['core/plan/c.ts', "import 'react';", true],
  ['core/plan/d.ts', "import '../../electron/backend';", true],
  ['core/plan/e.ts', "import '../../renderer/store/x';", true],
  ['core/plan/f.ts', "import '../session/x';", false],
  ['electron/comfy/a.ts', "import 'electron';", true],
  ['electron/comfy/b.ts', "import '../../renderer/store/x';", true],
  ['electron/comfy/c.ts', "import 'node:http'; import '../../core/contract/x';", false],
  ['electron/backend.ts', "export const electron = import('electron');", true],
  ['electron/main.ts', "import 'electron';", false],
  ['electron/preload.ts', "import 'electron';", false],
  ['electron/hosts/desktop/a.ts', "import 'electron';", false],
  ['electron/hosts/desktop/b.ts', "import '../../../renderer/store/x';", true],
  ['electron/hosts/browser/a.ts', "import 'electron';", true],
  ['renderer/setup/a.tsx', "import '../report/Chart';", true],
  ['renderer/setup/b.tsx', "import '../backend/client';", true],
  ['renderer/setup/c.tsx', "import '../../electron/backend';", true],
  ['renderer/setup/d.tsx', "import '../ui/x'; import '../store/x'; import '../../core/report/x';", false],
  ['renderer/ui/a.tsx', "import '../store/x';", true],
  ['renderer/ui/b.tsx', "import '../setup/x';", true],
  ['renderer/ui/c.tsx', "import '../stage/x';", true],
  ['renderer/stage/a.tsx', "import '../report/x';", true],
  ['renderer/stage/b.tsx', "import '../backend/client';", true],
  ['renderer/stage/c.tsx', "import '../ui/x'; import '../store/x'; import '../../core/report/x';", false],
  ['renderer/evaluate/a.tsx', "import '../stage/x';", false],
  ['renderer/comparison/a.tsx', "import '../report/x';", true],
  ['renderer/comparison/b.tsx', "import '../ui/x'; import '../store/x';", false],
  ['renderer/report/a.tsx', "import '../comparison/x';", true],
  ['renderer/store/a.ts', "import '../ui/x';", true],
  ['renderer/store/c.ts', "import '../stage/x';", true],
  ['renderer/store/b.ts', "import '../backend/client';", false],
  ['renderer/backend/a.ts', "import '../store/x';", true],
  ['renderer/backend/b.ts', "import '../../core/contract/x';", false],
];

let folder = '';

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'blindfold-boundaries-'));
  const config = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
  write('biome.json', JSON.stringify({ ...config, vcs: { enabled: false } }));
  for (const [file, content] of planted) write(file, `${content}\n`);
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('directions of imports', () => {
  it('refuses exactly the planted imports that go the wrong way', async () => {
    const output = await tool('@biomejs/biome/bin/biome', [
      'lint',
      '--reporter=github',
      '--max-diagnostics=none',
      '.',
    ]);
    const found = output.matchAll(/title=lint\/\w+\/(?:noRestrictedImports|noNodejsModules),file=([^,]+),/g);
    const files = new Set([...found].map(([, file = '']) => file.replaceAll('\\', '/')));
    const refused = planted
      .map(([file]) => file)
      .filter((file) => [...files].some((path) => path.endsWith(`/${file}`)));
    expect(refused).toEqual(planted.filter(([, , isRefused]) => isRefused).map(([file]) => file));
  });

  it('lets core/ know neither the page nor Node', async () => {
    const names = ['document', 'window', 'process', 'Buffer', 'setTimeout'];
    const own = join('types', 'core');
    cpSync(join(root, 'tsconfig.base.json'), join(folder, 'types', 'tsconfig.base.json'));
    cpSync(join(root, 'core/tsconfig.json'), join(folder, own, 'tsconfig.json'));
    write(join(own, 'names.ts'), `export const names = [\n${names.join(',\n')}\n];\n`);
    const output = await tool('typescript/bin/tsc', ['-b', own, '--pretty', 'false']);
    for (const name of names) expect(output).toContain(`'${name}'`);
  });

  it('lets the Node wing take no file of the screen into its project', async () => {
    const own = join('wings', 'electron');
    cpSync(join(root, 'tsconfig.base.json'), join(folder, 'wings', 'tsconfig.base.json'));
    const config = JSON.parse(readFileSync(join(root, 'electron/tsconfig.json'), 'utf8'));
    config.compilerOptions.types = [];
    write(join(own, 'tsconfig.json'), JSON.stringify({ ...config, references: [] }));
    write(join('wings', 'renderer', 'screen.ts'), 'export const screen = 1;\n');
    write(join(own, 'wrong.ts'), "export { screen } from '../renderer/screen';\n");
    expect(await tool('typescript/bin/tsc', ['-b', own, '--pretty', 'false'])).toContain('TS6307');
  });
});

function write(path: string, content: string): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content);
}

/** What a tool prints when it is run in the temporary folder, whatever its exit code. */
function tool(script: string, args: string[]): Promise<string> {
  return new Promise((resolve) => {
    execFile(
      nodePath(),
      [installed(script), ...args],
      { cwd: folder, maxBuffer: 1e8 },
      (_error, stdout, stderr) => resolve(stdout + stderr),
    );
  });
}
