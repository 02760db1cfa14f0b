import { beforeEach, describe, expect, it, vi } from 'vitest';
import { desktopDialogs } from './desktopDialogs';

const electron = vi.hoisted(() => ({
  windows: [] as object[],
  asked: [] as unknown[][],
  answer: {} as object,
  fault: '',
}));

vi.mock('electron', () => ({
  BrowserWindow: { getAllWindows: () => electron.windows },
  dialog: {
    showSaveDialog: async (...args: unknown[]) => {
      electron.asked.push(['save', ...args]);
      return electron.answer;
    },
    showOpenDialog: async (...args: unknown[]) => {
      electron.asked.push(['open', ...args]);
      return electron.answer;
    },
  },
  shell: {
    openPath: async (path: string) => {
      electron.asked.push(['show', path]);
      return electron.fault;
    },
  },
}));

const ZIP = [{ name: 'Sessions (zip)', extensions: ['zip'] }];

beforeEach(() => {
  Object.assign(electron, {
    windows: [],
    asked: [],
    answer: { canceled: true, filePath: '', filePaths: [] },
    fault: '',
  });
});

describe('the windows of the system', () => {
  it('ask where to write a zip, beginning with a name, in front of the app', async () => {
    const window = {};
    electron.windows = [window];
    electron.answer = { canceled: false, filePath: '/home/me/two.zip' };
    expect(await desktopDialogs.choosePath('save_zip', 'one.zip')).toBe('/home/me/two.zip');
    expect(electron.asked).toEqual([['save', window, { filters: ZIP, defaultPath: 'one.zip' }]]);
  });

  it('begin with a plain name, which leads to no other folder and is read as it is', async () => {
    await desktopDialogs.choosePath('save_zip', '../../.ssh\\C:a\n\u202Epiz.sh');
    expect(electron.asked).toMatchObject([['save', { defaultPath: '..-..-.ssh-C-a--piz.sh' }]]);
  });

  it.each([
    ['save_html', 'html'],
    ['save_pdf', 'pdf'],
    ['save_markdown', 'md'],
    ['save_csv', 'csv'],
    ['save_json', 'json'],
    ['save_png', 'png'],
    ['save_charts', 'zip'],
  ] as const)('ask where to write a report with the ending of its format: %s', async (to, ending) => {
    await desktopDialogs.choosePath(to, `report.${ending}`);
    expect(electron.asked).toMatchObject([
      ['save', { filters: [{ extensions: [ending] }], defaultPath: `report.${ending}` }],
    ]);
  });

  it('ask for a zip and for a folder', async () => {
    electron.answer = { canceled: false, filePaths: ['/home/me/a'] };
    expect(await desktopDialogs.choosePath('open_zip', null)).toBe('/home/me/a');
    expect(await desktopDialogs.choosePath('folder', null)).toBe('/home/me/a');
    expect(electron.asked).toEqual([
      ['open', { filters: ZIP, properties: ['openFile'] }],
      ['open', { properties: ['openDirectory', 'createDirectory'] }],
    ]);
  });

  it('answer nothing when they were cancelled', async () => {
    for (const to of ['save_zip', 'open_zip', 'folder'] as const)
      expect(await desktopDialogs.choosePath(to, null)).toBeNull();
  });

  it('show a folder, or say why not', async () => {
    await desktopDialogs.showFolder('/home/me');
    electron.fault = 'No application found';
    await expect(desktopDialogs.showFolder('/home/me')).rejects.toMatchObject({
      code: 'storage_failed',
      message: 'The folder could not be shown: No application found. It is /home/me.',
    });
    expect(electron.asked).toEqual([
      ['show', '/home/me'],
      ['show', '/home/me'],
    ]);
  });
});
