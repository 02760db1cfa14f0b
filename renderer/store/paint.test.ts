import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { behindPaint, painted, paintFirst } from './paint';

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'requestAnimationFrame'] });
});
afterEach(async () => {
  await vi.runAllTimersAsync();
  vi.useRealTimers();
});

describe('work behind a frame', () => {
  it('is done at once while nobody waits for one', async () => {
    const heard: number[] = [];
    behindPaint<number>((one) => heard.push(one))(1);
    expect(heard).toEqual([1]);
    await painted();
  });

  it('waits for the frame, in the order of coming', async () => {
    const heard: string[] = [];
    const listener = behindPaint<string>((one) => heard.push(one));
    paintFirst();
    requestAnimationFrame(() => heard.push('frame'));
    listener('first');
    const waited = painted().then(() => heard.push('answer'));
    listener('second');
    expect(heard).toEqual([]);
    await vi.advanceTimersByTimeAsync(20);
    // Drawn, and not on the screen yet.
    expect(heard).toEqual(['frame']);
    await vi.advanceTimersByTimeAsync(25);
    await waited;
    expect(heard).toEqual(['frame', 'first', 'second', 'answer']);
    listener('third');
    expect(heard.at(-1)).toBe('third');
  });

  it('waits for nothing on a page that is left', async () => {
    const heard: string[] = [];
    paintFirst();
    behindPaint<string>((one) => heard.push(one))('push');
    const waited = painted().then(() => heard.push('answer'));
    window.dispatchEvent(new Event('pagehide'));
    await waited;
    expect(heard).toEqual(['push', 'answer']);
  });

  it('waits no longer than a moment where nothing is painted', async () => {
    vi.stubGlobal('requestAnimationFrame', () => 0);
    const heard: number[] = [];
    paintFirst();
    behindPaint<number>((one) => heard.push(one))(1);
    await vi.advanceTimersByTimeAsync(99);
    expect(heard).toEqual([]);
    await vi.advanceTimersByTimeAsync(2);
    expect(heard).toEqual([1]);
    vi.unstubAllGlobals();
  });
});
