import { describe, expect, it } from 'vitest';
import { nodeFault } from './nodeVersion.mjs';

describe('nodeFault', () => {
  it.each([
    ['20.20.2', 'linux', 'x64'],
    ['22.12.0', 'darwin', 'arm64'],
    ['24.21.0', 'win32', 'x64'],
    ['26.0.0', 'linux', 'arm64'],
  ])('lets Node %s on %s %s go on', (version, platform, arch) => {
    expect(nodeFault(version, platform, arch)).toBeNull();
  });

  it.each([
    ['18.20.4', 'linux', 'x64', '20'],
    ['20.20.2', 'linux', 'arm64', '22.12'],
    ['22.11.0', 'darwin', 'arm64', '22.12'],
    ['20.20.2', 'win32', 'x64', '22.12'],
  ])('asks instead of Node %s on %s %s for %s', (version, platform, arch, needed) => {
    expect(nodeFault(version, platform, arch)).toBe(
      `Blindfold needs Node ${needed} or newer, and this is Node ${version}. Install a newer one from https://nodejs.org and try again.`,
    );
  });
});
