import { EventEmitter } from 'node:events';
import { describe, expect, it, vi } from 'vitest';
import { gatherFiles, handedOn } from './openedFiles';

function start(files: string[] = [], isPackaged = true) {
  const app = Object.assign(new EventEmitter(), { isPackaged });
  const opened = gatherFiles(app as never, { files });
  return { app, opened };
}

describe('files that the system asks to open', () => {
  it('are those of the command line, whole, beside the options and their values', () => {
    const argv = [
      '/opt/blindfold',
      '--no-sandbox',
      '--sessions',
      'mine',
      'a.zip',
      'file:///home/b%20c.zip',
      '',
    ];
    expect(handedOn(argv, true, '/home/me')).toEqual({ files: ['/home/me/a.zip', '/home/b c.zip'] });
    // While developing, the first name is the app's own folder.
    expect(handedOn(['electron', '.', '../x.zip'], false, '/home/me')).toEqual({ files: ['/home/x.zip'] });
    expect(handedOn(['blindfold', 'smb://nas/x.zip'], true, '/home')).toEqual({ files: ['smb://nas/x.zip'] });
  });

  it('wait until there is a window, in the order they came', () => {
    const { app, opened } = start(['/first.zip']);
    const prevent = vi.fn();
    app.emit('open-file', { preventDefault: prevent }, '/second.zip');
    const tell = vi.fn();
    const show = vi.fn();
    opened.deliverTo(tell, show);
    expect(tell.mock.calls).toEqual([[['/first.zip', '/second.zip']]]);
    expect(prevent).toHaveBeenCalledOnce();
    app.emit('open-file', { preventDefault: prevent }, '/third.zip');
    expect(tell).toHaveBeenLastCalledWith(['/third.zip']);
  });

  it('come from a second start, by its own folder, and bring the window to the front', () => {
    const { app, opened } = start();
    const tell = vi.fn();
    const show = vi.fn();
    opened.deliverTo(tell, show);
    expect(show).not.toHaveBeenCalled();
    app.emit('second-instance', {}, ['blindfold', '--flag', 'x.zip'], '/elsewhere', {
      files: ['/there/x.zip'],
    });
    expect(tell).toHaveBeenLastCalledWith(['/there/x.zip']);
    app.emit('second-instance', {}, ['blindfold', 'y.zip'], '/elsewhere', undefined);
    expect(tell).toHaveBeenLastCalledWith(['/elsewhere/y.zip']);
    app.emit('second-instance', {}, ['blindfold'], '/elsewhere', { files: [] });
    expect(tell).toHaveBeenCalledTimes(2);
    expect(show).toHaveBeenCalledTimes(3);
  });

  it('are at most a hundred, of names that a file can have', () => {
    const { opened } = start([`/${'x'.repeat(5000)}`, ...Array.from({ length: 150 }, (_, n) => `/${n}.zip`)]);
    const tell = vi.fn();
    opened.deliverTo(tell, () => undefined);
    expect(tell.mock.calls[0]?.[0]).toHaveLength(100);
    expect(tell.mock.calls[0]?.[0][0]).toBe('/0.zip');
  });
});
