import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { watchPage } from './pageHealth';

const asked = vi.hoisted(() => ({
  boxes: [] as { message: string; signal?: AbortSignal }[],
  answer: (_response: number): void => undefined,
}));

vi.mock('electron', () => ({
  dialog: {
    showMessageBox: (_window: unknown, box: { message: string; signal?: AbortSignal }) => {
      asked.boxes.push(box);
      return new Promise((resolve) => {
        asked.answer = (response) => resolve({ response });
        box.signal?.addEventListener('abort', () => resolve({ response: 0 }));
      });
    },
  },
}));

function watched() {
  const page = Object.assign(new EventEmitter(), {
    isDevToolsOpened: vi.fn(() => false),
    forcefullyCrashRenderer: vi.fn(),
  });
  const window = Object.assign(new EventEmitter(), {
    webContents: page,
    isDestroyed: () => false,
    isVisible: () => window.isShown,
    isShown: false,
    show: () => {
      window.isShown = true;
    },
  });
  let now = 0;
  const did = { log: vi.fn(), load: vi.fn(), onMended: vi.fn(), quit: vi.fn() };
  const health = watchPage(window as never, { ...did, clock: () => now });
  const fail = (at: number, reason = 'crashed') => {
    now = at;
    page.emit('render-process-gone', {}, { reason, exitCode: 11 });
  };
  return { page, window, health, fail, ...did };
}

beforeEach(() => {
  asked.boxes = [];
});

describe('a page that fails', () => {
  it('is loaded anew, which is logged and told', () => {
    const { fail, health, load, onMended, log } = watched();
    expect(health.hasFailed()).toBe(false);
    fail(0, 'clean-exit');
    expect(load).not.toHaveBeenCalled();
    fail(0, 'oom');
    expect(load).toHaveBeenCalledOnce();
    expect(onMended).toHaveBeenCalledOnce();
    expect(log).toHaveBeenCalledWith('error', 'The page of the window failed: oom, exit code 11.');
    expect(health.hasFailed()).toBe(true);
  });

  it('is asked about when it fails a third time within a minute, and gets its loads back after that', async () => {
    const { fail, load, quit, window } = watched();
    fail(0);
    fail(30_000);
    expect(window.isShown).toBe(false);
    fail(59_000);
    // It hangs on the window, which had nothing to show until now.
    expect(window.isShown).toBe(true);
    expect(load).toHaveBeenCalledTimes(2);
    expect(asked.boxes[0]?.message).toBe('The window fails again and again.');
    asked.answer(0);
    await vi.waitFor(() => expect(load).toHaveBeenCalledTimes(3));
    fail(60_000);
    expect(load).toHaveBeenCalledTimes(4);
    expect(quit).not.toHaveBeenCalled();
  });

  it('is loaded without a question when that is rare, and the app ends when the person wants it', async () => {
    const { fail, load, quit } = watched();
    for (const at of [0, 61_000, 122_000, 183_000]) fail(at);
    expect(load).toHaveBeenCalledTimes(4);
    expect(asked.boxes).toEqual([]);
    fail(183_001);
    fail(183_002);
    asked.answer(1);
    await vi.waitFor(() => expect(quit).toHaveBeenCalledOnce());
    expect(load).toHaveBeenCalledTimes(5);
  });
});

describe('a page that does not answer', () => {
  it('is opened again when the person wants it; its failure does that', async () => {
    const { window, page } = watched();
    window.emit('unresponsive');
    window.emit('unresponsive');
    expect(asked.boxes).toHaveLength(1);
    asked.answer(1);
    await vi.waitFor(() => expect(page.forcefullyCrashRenderer).toHaveBeenCalledOnce());
  });

  it('is not asked about any more once it answers, nor while a person looks into it', async () => {
    const { window, page } = watched();
    window.emit('unresponsive');
    window.emit('responsive');
    expect(asked.boxes[0]?.signal?.aborted).toBe(true);
    await vi.waitFor(() => {
      window.emit('unresponsive');
      expect(asked.boxes).toHaveLength(2);
    });
    expect(page.forcefullyCrashRenderer).not.toHaveBeenCalled();
    window.emit('responsive');
    page.isDevToolsOpened.mockReturnValue(true);
    await Promise.resolve();
    window.emit('unresponsive');
    expect(asked.boxes).toHaveLength(2);
  });
});
