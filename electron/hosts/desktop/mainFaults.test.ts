import { EventEmitter } from 'node:events';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import type { Push } from '../../../core/contract/pushes';
import { watchFaults } from './mainFaults';

const electron = vi.hoisted(() => ({
  boxes: [] as { message: string; detail: string }[],
  answer: 1,
  app: { relaunch: vi.fn(), exit: vi.fn() },
}));

vi.mock('electron', () => ({
  app: electron.app,
  dialog: {
    showMessageBox: async (box: { message: string; detail: string }) => {
      electron.boxes.push(box);
      return { response: electron.answer };
    },
  },
  powerMonitor: {},
}));

function watched(flush: () => Promise<void> = async () => undefined) {
  const process = new EventEmitter();
  const told: Push[] = [];
  const write = vi.fn();
  watchFaults(process as never, {
    log: { write, file: '/logs/blindfold.log' },
    flush,
    tell: (push) => told.push(push),
  });
  return { process, told, write };
}

beforeEach(() => {
  electron.boxes = [];
  vi.clearAllMocks();
});

describe('a fault that nobody caught', () => {
  it('is logged whole and told once, where the rest goes on', () => {
    const { process, told, write } = watched();
    const error = new Error('lost');
    process.emit('unhandledRejection', error);
    process.emit('unhandledRejection', error);
    expect(write.mock.calls).toEqual([
      ['error', 'A fault inside Blindfold', error],
      ['error', 'A fault inside Blindfold', error],
    ]);
    expect(told).toMatchObject([{ push: 'notice.raised', payload: { tone: 'fault' } }]);
    expect(electron.app.exit).not.toHaveBeenCalled();
  });

  it('ends the app once all is written and the person was told', async () => {
    const flush = vi.fn(async () => undefined);
    const { process } = watched(flush);
    process.emit('uncaughtException', new Error('broken'));
    process.emit('uncaughtException', new Error('broken, too'));
    await vi.waitFor(() => expect(electron.app.exit).toHaveBeenCalledWith(1));
    expect(flush).toHaveBeenCalledOnce();
    expect(electron.boxes).toHaveLength(1);
    expect(electron.boxes[0]?.detail).toContain('/logs/blindfold.log');
    expect(electron.app.relaunch).not.toHaveBeenCalled();
  });

  it('starts the app again when that is wanted, even if nothing could be written', async () => {
    electron.answer = 0;
    vi.spyOn(console, 'error').mockReturnValue(undefined);
    const { process } = watched(() => Promise.reject(new Error('disk gone')));
    process.emit('uncaughtException', new Error('broken'));
    await vi.waitFor(() => expect(electron.app.exit).toHaveBeenCalledWith(1));
    expect(electron.app.relaunch).toHaveBeenCalledOnce();
  });
});
