import { describe, expect, it } from 'vitest';
import { isInstalled } from './packages.mjs';

const wanted = {
  packages: {
    '': { version: '0.1.0' },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/b': { version: '2.0.0', optional: true },
  },
};

describe('isInstalled', () => {
  it('is so when every package has its version', () => {
    expect(
      isInstalled(wanted, {
        packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.0' } },
      }),
    ).toBe(true);
  });

  it('does not ask for optional packages of other systems', () => {
    expect(isInstalled(wanted, { packages: { 'node_modules/a': { version: '1.0.0' } } })).toBe(true);
  });

  it.each([
    ['nothing was installed', null],
    ['the note is empty', {}],
    ['a package is missing', { packages: {} }],
    ['a version differs', { packages: { 'node_modules/a': { version: '1.0.1' } } }],
    [
      'an optional version differs',
      { packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/b': { version: '2.0.1' } } },
    ],
    [
      'a package is left over',
      { packages: { 'node_modules/a': { version: '1.0.0' }, 'node_modules/c': { version: '1.0.0' } } },
    ],
  ])('is not so when %s', (_case, present) => {
    expect(isInstalled(wanted, present)).toBe(false);
  });
});
