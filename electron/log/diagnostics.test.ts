import { describe, expect, it } from 'vitest';
import { DEFAULT_SETTINGS } from '../../core/contract/settings';
import { type DiagnosticsFacts, diagnosticsText } from './diagnostics';
import { withoutHome } from './hush';

const FACTS: DiagnosticsFacts = {
  at: '2026-03-04T05:06:07.000Z',
  version: '1.2.3',
  host: 'browser',
  system: {
    system: 'Linux 6 x64',
    programs: [{ name: 'Node', version: '24.0.0' }],
    memoryBytes: 8 * 1024 ** 3,
    home: '/home/ann',
  },
  settings: {
    settings: { ...DEFAULT_SETTINGS, default_server: 'http://ann:secret-pw@gpu:8188/x?key=secret-query' },
    fixed: { default_server: 'environment' },
    file: '/home/ann/.config/blindfold/settings.json',
    sessions_root: '/home/ann/sessions',
    from_next_start: null,
    persistence_enabled: true,
  },
  trouble: null,
  logFile: '/home/ann/.config/blindfold/logs/blindfold.log',
  catalog: { kind: 'sqlite', file: '/home/ann/sessions/catalog.db' },
  counts: { sessions: 12, images: 345 },
  entries: [
    {
      at: '2026-03-04T05:00:00.000Z',
      level: 'warning',
      message:
        'The prompt "a fox in\\nthe snow" with style/inkwash_v1.safetensors (inkwash_v1) token=secret-token',
    },
    { at: '2026-03-04T05:01:00.000Z', level: 'error', message: 'Note says: call Bob\n  at /home/ann/x.js' },
  ],
  texts: ['a fox in\nthe snow', 'call Bob', 'of', ''],
  loras: ['style/inkwash_v1.safetensors'],
};

describe('diagnosticsText', () => {
  it('says what helps', () => {
    const text = diagnosticsText(FACTS);
    for (const part of [
      'Blindfold 1.2.3, browser host',
      'Linux 6 x64, 8.0 GB of memory',
      'Node 24.0.0',
      'Sessions folder: ~/sessions',
      'Catalog: sqlite, ~/sessions/catalog.db',
      'default_server: http://gpu:8188/x (from the environment)',
      'sessions: 12',
      'images: 345',
      '2026-03-04T05:00:00.000Z warning',
      '  at ~/x.js',
    ])
      expect(text).toContain(part);
    expect(diagnosticsText({ ...FACTS, entries: [], counts: 'Not countable.' })).toMatch(
      /Not countable\.\n\nNewest warnings and errors:\n {2}none\n$/,
    );
  });

  it('holds no key, no prompt, no note, no LoRA and no home folder', () => {
    const text = diagnosticsText(FACTS);
    for (const secret of ['secret', 'a fox', 'the snow', 'call Bob', 'inkwash', '/home/ann'])
      expect(text).not.toContain(secret);
    expect(text).toContain('[text]');
    expect(text).toContain('[LoRA]');
  });
});

describe('withoutHome', () => {
  it.each([
    ['/home/ann', '/home/ann/x and /home/annabel and /home/ann', '~/x and /home/annabel and ~'],
    [
      'C:\\Users\\Ann B',
      'c:\\users\\ann b\\x C:/Users/Ann B/y "C:\\\\Users\\\\Ann B\\\\z"',
      '~\\x ~/y "~\\\\z"',
    ],
    ['/root', '/root/.config', '~/.config'],
    ['/', '/etc/x', '/etc/x'],
    ['', '/etc/x', '/etc/x'],
  ])('takes %s out', (home, text, left) => {
    expect(withoutHome(text, home)).toBe(left);
  });
});
