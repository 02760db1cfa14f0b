import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { GenerationView } from '../../../core/contract/generationView';
import type { Push } from '../../../core/contract/pushes';
import { showRuns } from './runSignals';

const electron = vi.hoisted(() => ({
  awake: new Set<number>(),
  badges: [] as number[],
  notes: [] as (EventEmitter & { body: string; isShown: boolean })[],
}));

vi.mock('electron', async () => {
  const { EventEmitter: Emitter } = await import('node:events');
  class Notification extends Emitter {
    static isSupported = () => true;
    readonly body: string;
    isShown = false;
    constructor({ body }: { body: string }) {
      super();
      this.body = body;
      electron.notes.push(this);
    }
    show() {
      this.isShown = true;
    }
  }
  return {
    app: { setBadgeCount: (count: number) => electron.badges.push(count) },
    Notification,
    powerSaveBlocker: {
      start: () => {
        const id = electron.awake.size;
        electron.awake.add(id);
        return id;
      },
      stop: (id: number) => electron.awake.delete(id),
    },
  };
});

function shown() {
  const progress: number[] = [];
  const flashes: boolean[] = [];
  const wanted: string[] = [];
  const window = Object.assign(new EventEmitter(), {
    hasFocus: true,
    isFocused: (): boolean => window.hasFocus,
    isDestroyed: () => false,
    setProgressBar: (share: number) => progress.push(share),
    flashFrame: (isOn: boolean) => flashes.push(isOn),
  });
  let push: (message: Push) => void = () => undefined;
  const backend = {
    onPush: (listener: (message: Push) => void) => {
      push = listener;
      return () => undefined;
    },
  };
  showRuns(window as never, backend, (id) => wanted.push(id));
  const told = (session_id: string, part: Partial<GenerationView>) =>
    push({
      push: 'generation.progressed',
      payload: {
        session_id,
        generation: { status: 'running', images_done: 0, images_total: 10, ...part } as GenerationView,
      },
    });
  const raise = (session_id: string | null, message: string) =>
    push({ push: 'notice.raised', payload: { session_id, tone: 'neutral', message } });
  const tell = (message: Push) => push(message);
  return { window, progress, flashes, wanted, told, raise, tell };
}

beforeEach(() => {
  electron.awake.clear();
  Object.assign(electron, { badges: [], notes: [] });
});

describe('a run that goes on', () => {
  it('shows how far it is on the icon, and keeps the computer awake until it ends', () => {
    const { told, progress } = shown();
    told('one', { images_done: 3, images_total: 12 });
    told('one', { images_done: 4, images_total: 12 });
    expect(electron.awake.size).toBe(1);
    told('one', { status: 'completed' });
    expect(progress).toEqual([0.25, 4 / 12, -1]);
    expect(electron.awake.size).toBe(0);
  });

  it('is the one that is worked on, whatever others wait or stand still', () => {
    const { told, progress } = shown();
    told('first', { images_done: 5 });
    told('second', { phase: 'queued' });
    told('third', { status: 'paused' });
    told('first', { images_done: 6 });
    told('first', { status: 'completed' });
    told('second', { phase: 'checking' });
    expect(progress).toEqual([0.5, 0.6, -1, 0]);
    expect(electron.awake.size).toBe(1);
  });

  it('is none any more once its session is gone', () => {
    const { told, tell, progress } = shown();
    told('one', { images_done: 5 });
    tell({ push: 'sessions.changed', payload: { removed: ['another', 'one'] } });
    expect(progress).toEqual([0.5, -1]);
    expect(electron.awake.size).toBe(0);
  });

  it('lets the computer sleep once the window is gone', () => {
    const { told, window } = shown();
    told('one', { images_done: 5 });
    window.emit('closed');
    expect(electron.awake.size).toBe(0);
  });
});

describe('the end of a run', () => {
  const MESSAGE = 'The images of 20260412_214507 are made: 24 of 24.';

  it('is notified of when the window has not the focus; a press opens its session', () => {
    const { raise, window, wanted } = shown();
    raise('20260412_214507', MESSAGE);
    expect(electron.notes).toEqual([]);
    window.hasFocus = false;
    raise(null, 'Something else.');
    raise('20260412_214507', MESSAGE);
    expect(electron.notes).toMatchObject([{ body: MESSAGE, isShown: true }]);
    electron.notes[0]?.emit('click');
    expect(wanted).toEqual(['20260412_214507']);
  });

  it('is counted on the icon until the window is looked at', () => {
    const { raise, window, flashes } = shown();
    window.hasFocus = false;
    raise('20260412_214507', MESSAGE);
    raise('20260412_214508', MESSAGE);
    window.emit('focus');
    window.emit('focus');
    expect(electron.badges).toEqual([1, 2, 0]);
    expect(flashes).toEqual([true, true, false]);
  });
});
