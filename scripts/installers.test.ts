import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type Config, withProject } from './packing/project.mjs';
import { installed, root } from './setup/place.mjs';

const config = parse(readFileSync(join(root, 'electron-builder.yml'), 'utf8')) as Config;
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
      resetAdHocDarwinSignature: true,
    });
  });

  it('brings the sample session that the app copies at its first start', () => {
    const [{ from, to }] = config['extraResources'] as [{ from: string; to: string }];
    expect(existsSync(join(root, from, 'session_meta.json'))).toBe(true);
    const main = readFileSync(join(root, 'electron/main.ts'), 'utf8');
    expect(main).toContain(`const SAMPLE = '${to.replace('sample/', '')}'`);
  });

  it('offers to open exported zips and takes them from nobody', () => {
    expect(config['fileAssociations']).toBeUndefined();
    expect(config['win']).not.toHaveProperty('fileAssociations');
    expect(config['mac']).toMatchObject({
      fileAssociations: [{ ext: 'zip', role: 'Viewer', rank: 'Alternate' }],
    });
    expect(config['linux']).toMatchObject({ mimeTypes: ['application/zip'] });
    const { include } = config['nsis'] as { include: string };
    const written = [...readFileSync(join(root, include), 'utf8').matchAll(/WriteReg\w+ \S+ "([^"]+)"/g)].map(
      ([, key = '']) => key,
    );
    expect(written).toContain('Software\\Classes\\.zip\\OpenWithProgids');
    // The default of .zip is a value of this very key.
    expect(written).not.toContain('Software\\Classes\\.zip');
  });

  it('starts in the sandbox on Linux too', () => {
    expect(config['linux']).toMatchObject({ executableArgs: [] });
    expect(JSON.stringify(config)).not.toContain('no-sandbox');
  });

  it('names files that are there', () => {
    const { entitlements } = config['mac'] as { entitlements: string };
    expect(existsSync(join(root, entitlements))).toBe(true);
    // The window asks for it by this name.
    expect(config['linux']).toMatchObject({ extraResources: [{ to: 'icon.png' }] });
    expect(readFileSync(join(root, 'electron/hosts/desktop/window.ts'), 'utf8')).toContain("'icon.png'");
  });

  it('looks for newer versions in the project that built it, and nowhere without one', () => {
    expect(withProject(config, { GITHUB_REPOSITORY: 'someone/blindfold' })).toMatchObject({
      publish: { provider: 'github', owner: 'someone', repo: 'blindfold', releaseType: 'draft' },
      extraMetadata: {
        homepage: 'https://github.com/someone/blindfold',
        desktopName: 'blindfold.desktop',
      },
    });
    expect(withProject(config, {})).toMatchObject({ publish: null });
    expect(withProject(config, { GITHUB_REPOSITORY: 'a/b --evil' })).toMatchObject({ publish: null });
    expect(faults(withProject(config, { GITHUB_REPOSITORY: 'someone/blindfold' }))).toEqual([]);
  });
});
