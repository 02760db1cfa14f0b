import { describe, expect, it } from 'vitest';
import { defaultSettingsFile } from './settingsPlace';

describe('defaultSettingsFile', () => {
  it.each([
    ['linux', {}, '/home/ann', '/home/ann/.config/blindfold/settings.json'],
    ['linux', { XDG_CONFIG_HOME: '/etc/mine' }, '/home/ann', '/etc/mine/blindfold/settings.json'],
    ['linux', { XDG_CONFIG_HOME: 'not/whole' }, '/home/ann', '/home/ann/.config/blindfold/settings.json'],
    ['linux', { XDG_CONFIG_HOME: '' }, '/home/ann', '/home/ann/.config/blindfold/settings.json'],
    ['darwin', {}, '/Users/ann', '/Users/ann/Library/Application Support/Blindfold/settings.json'],
    ['win32', { APPDATA: 'D:\\Data' }, 'C:\\Users\\ann', 'D:\\Data\\Blindfold\\settings.json'],
    ['win32', {}, 'C:\\Users\\ann', 'C:\\Users\\ann\\AppData\\Roaming\\Blindfold\\settings.json'],
  ] as const)('on %s with %j in %s it is %s', (platform, env, home, path) => {
    expect(defaultSettingsFile(platform, env, home)).toBe(path);
  });
});
