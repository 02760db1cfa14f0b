import { mkdtempSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { chromiumPlaces } from './chromium.mjs';
import {
  displayForTests,
  findElectron,
  NOT_FETCHED,
  noWindowBecause,
  wasJustRefused,
} from './electronBinary.mjs';

describe('chromiumPlaces', () => {
  it('follows the PATH on Linux, Chromium before Chrome', () => {
    const places = chromiumPlaces({ platform: 'linux', env: { PATH: '/usr/bin:/opt/bin' } });
    expect(places.slice(0, 2)).toEqual(['/usr/bin/chromium', '/opt/bin/chromium']);
    expect(places).toContain('/opt/bin/google-chrome');
  });

  it('knows the usual places elsewhere', () => {
    expect(chromiumPlaces({ platform: 'darwin', env: {} })[0]).toBe(
      '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    );
    expect(chromiumPlaces({ platform: 'win32', env: { PROGRAMFILES: 'C:\\Program Files' } })).toEqual([
      'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    ]);
  });
});

describe('noWindowBecause', () => {
  it('opens a window wherever there is a display', () => {
    expect(noWindowBecause({ platform: 'darwin', env: {}, uid: 501 })).toBeNull();
    expect(noWindowBecause({ platform: 'win32', env: {}, uid: undefined })).toBeNull();
    expect(noWindowBecause({ platform: 'linux', env: { DISPLAY: ':0' }, uid: 1000 })).toBeNull();
    expect(
      noWindowBecause({ platform: 'linux', env: { WAYLAND_DISPLAY: 'wayland-0' }, uid: 1000 }),
    ).toBeNull();
  });

  it('says why not', () => {
    expect(noWindowBecause({ platform: 'linux', env: {}, uid: 1000 })).toBe('There is no display here');
    expect(noWindowBecause({ platform: 'linux', env: { DISPLAY: ':0' }, uid: 0 })).toBe(
      'The desktop app does not start as root',
    );
  });
});

describe('displayForTests', () => {
  it('needs nothing where there is a display, or always one', () => {
    expect(displayForTests({ platform: 'darwin', env: {} })).toBe('system');
    expect(displayForTests({ platform: 'linux', env: { DISPLAY: ':1' } })).toBe('system');
  });

  it('takes a virtual one on Linux if it can', () => {
    const folder = mkdtempSync(join(tmpdir(), 'blindfold-display-'));
    try {
      expect(displayForTests({ platform: 'linux', env: { PATH: folder } })).toBe('none');
      writeFileSync(join(folder, 'xvfb-run'), '');
      expect(displayForTests({ platform: 'linux', env: { PATH: folder } })).toBe('virtual');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });
});

describe('findElectron', () => {
  it('takes the program that is named, if it is there', () => {
    expect(findElectron({ BLINDFOLD_ELECTRON: import.meta.filename })).toBe(import.meta.filename);
    expect(findElectron({ BLINDFOLD_ELECTRON: `${import.meta.filename}.gone` })).toBeNull();
  });
});

describe('wasJustRefused', () => {
  it('remembers a refusal for a day, whichever way the clock goes, and then forgets it', () => {
    const folder = mkdtempSync(join(tmpdir(), 'blindfold-refusal-'));
    const hour = 3_600_000;
    const now = Date.UTC(2024, 0, 15);
    try {
      const note = join(folder, 'refused');
      expect(wasJustRefused(note, now)).toBe(false);
      writeFileSync(note, '');
      utimesSync(note, now / 1000, now / 1000);
      expect(wasJustRefused(note, now + 23 * hour)).toBe(true);
      expect(wasJustRefused(note, now + 25 * hour)).toBe(false);
      expect(wasJustRefused(note, now - 25 * hour)).toBe(false);
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('comes with the way to try again at once', () => {
    expect(NOT_FETCHED).toContain('npx install-electron');
  });
});
