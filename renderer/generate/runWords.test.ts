import { describe, expect, it } from 'vitest';
import type { GenerationView } from '../../core/contract/generationView';
import type { LogEntry } from '../../core/contract/sessionView';
import {
  groupFailures,
  isAskedPause,
  isWaitingForServer,
  logIcon,
  memoryWords,
  pauseWords,
  runAnnouncement,
  runCount,
  runFigures,
  runTitle,
  secondsEach,
  waitingWords,
} from './runWords';

const RUNNING: GenerationView = {
  status: 'running',
  phase: 'generating_images',
  images_done: 31,
  images_total: 50,
  failed: [],
  current: { number: 7, step: 17, steps: 28 },
  rate: 0.196,
  seconds_left: 97,
  checkpoint: null,
  reason: null,
  can_resume: false,
  started_at: '2026-04-12T21:45:07.000Z',
  ended_at: null,
  servers: [],
  previews: false,
  self_check: null,
};

describe('runTitle', () => {
  it.each([
    [{ phase: 'queued' }, 'Waiting for another run to end'],
    [{ phase: 'checking' }, 'Checking the set-up with the server'],
    [{ phase: 'generating_images' }, 'Making images'],
    [{ phase: 'completing' }, 'Finishing'],
    [{ status: 'paused', phase: null }, 'Paused'],
    // The list of sessions says the same word.
    [{ status: 'paused', phase: null, reason: 'Stopped. Resume makes what is missing.' }, 'Paused'],
    [{ reason: 'ComfyUI at 127.0.0.1:8188 does not answer. Trying again.' }, 'Waiting for ComfyUI'],
    [{ reason: 'Finishing the current image, then pausing.' }, 'Making images'],
    [{ status: 'failed', phase: null }, 'Failed'],
    [{ status: 'completed', phase: null, images_done: 50 }, 'All images are made'],
    [{ status: 'pending', phase: null }, 'Not started'],
  ] as const)('%o is %s', (part, title) => {
    expect(runTitle({ ...RUNNING, ...part })).toBe(title);
  });
});

describe('runCount', () => {
  it('says how many failed only when some did', () => {
    expect(runCount(RUNNING)).toBe('31 of 50');
    expect(runCount({ ...RUNNING, failed: [{ number: 3, message: 'x' }] })).toBe('31 of 50, 1 failed');
  });
});

describe('runFigures', () => {
  const values = (view: GenerationView) =>
    Object.fromEntries(runFigures(view, 0).map(({ name, value }) => [name, value]));

  it('says steps, speed and what is left while it runs', () => {
    expect(values(RUNNING)).toMatchObject({
      'This image': '17 of 28',
      Speed: '5.1 s',
      Left: 'about 1 min 40 s',
    });
  });

  it('knows nothing before the second image, and says so', () => {
    const first = { ...RUNNING, current: null, rate: null, seconds_left: null };
    expect(values(first)).toEqual({ 'This image': null, Speed: null, Left: null, 'Done at': null });
  });

  it('says nothing of speed and end while nobody answers', () => {
    const reason = 'ComfyUI at 127.0.0.1:8188 does not answer. Trying again.';
    expect(Object.keys(values({ ...RUNNING, reason }))).toEqual(['Started']);
    expect(runFigures(RUNNING, 0, true).map(({ name }) => name)).toEqual(['Started']);
  });

  it('has nothing to say while another run is made', () => {
    expect(runFigures({ ...RUNNING, phase: 'queued' }, 0)).toEqual([]);
  });

  it('leaves out what will not come once it stands still, and works the rest out from the speed', () => {
    const paused = {
      ...RUNNING,
      status: 'paused',
      seconds_left: null,
      ended_at: '2026-04-12T21:48:00.000Z',
      previews: false,
      self_check: null,
    } as const;
    expect(values(paused)).toMatchObject({ Left: 'about 1 min 40 s' });
    expect(Object.keys(values({ ...paused, rate: null }))).toEqual(['Started', 'Paused']);
  });

  it('says how long a whole run took', () => {
    const completed = { ...RUNNING, status: 'completed', ended_at: '2026-04-12T21:50:07.000Z' } as const;
    expect(values(completed)['Took']).toBe('5 min');
  });
});

describe('secondsEach', () => {
  it('shows two figures that count', () => {
    expect([0.23, 0.999, 5.1, 12.4].map(secondsEach)).toEqual(['0.23 s', '1.0 s', '5.1 s', '12 s']);
  });
});

describe('pauseWords', () => {
  const paused: GenerationView = { ...RUNNING, status: 'paused', phase: null, can_resume: true };

  it('leads with the first sentence of the reason', () => {
    const reason = 'Paused after three failures in a row: out of memory at image 38. 9 images are safe.';
    expect(pauseWords({ ...paused, reason })).toEqual({
      title: 'Paused after three failures in a row: out of memory at image 38.',
      more: '9 images are safe.',
    });
  });

  it('says what is safe where the reason does not', () => {
    expect(pauseWords({ ...paused, reason: 'Paused.' }).more).toBe(
      '31 images are safe. Resume makes what is missing.',
    );
    expect(pauseWords({ ...paused, images_done: 0, can_resume: false }).more).toBe('No image was made yet.');
  });
});

describe('isAskedPause', () => {
  const paused: GenerationView = {
    ...RUNNING,
    status: 'paused',
    phase: null,
    reason: 'Paused. Resume makes what is missing.',
  };

  it('is true only when nothing went wrong', () => {
    expect(isAskedPause(paused)).toBe(true);
    expect(isAskedPause({ ...paused, reason: 'Stopped. Resume makes what is missing.' })).toBe(true);
    expect(isAskedPause({ ...paused, reason: null })).toBe(true);
    expect(isAskedPause({ ...paused, reason: 'Paused after three failures in a row: no memory.' })).toBe(
      false,
    );
    expect(isAskedPause({ ...paused, failed: [{ number: 1, message: 'No.' }] })).toBe(false);
    expect(isAskedPause(RUNNING)).toBe(false);
  });
});

describe('groupFailures', () => {
  it('says the same sentence once', () => {
    const failed = [25, 23, 24, 40].map((number) => ({
      number,
      message: number === 40 ? 'Node missing.' : 'Out of memory.',
    }));
    expect(groupFailures(failed)).toEqual([
      { images: 'Images 23, 24 and 25', message: 'Out of memory.' },
      { images: 'Image 40', message: 'Node missing.' },
    ]);
  });

  it('counts a long list instead of naming it', () => {
    const failed = Array.from({ length: 9 }, (_, number) => ({ number, message: 'No.' }));
    expect(groupFailures(failed)).toEqual([{ images: '9 images', message: 'No.' }]);
  });
});

describe('runAnnouncement', () => {
  it('changes with every tenth and not with every image', () => {
    const said = Array.from({ length: 51 }, (_, images_done) => runAnnouncement({ ...RUNNING, images_done }));
    expect(new Set(said).size).toBe(11);
    expect(said[31]).toBe('Making images, 60 % done');
  });

  it('says how a run ended', () => {
    expect(runAnnouncement({ ...RUNNING, status: 'paused', phase: null })).toBe('Paused, 31 of 50');
  });
});

describe('logIcon', () => {
  const entry = (type: string, level: LogEntry['level']): LogEntry => ({
    seq: 1,
    at: '',
    type,
    level,
    message: '',
  });

  it('shows what happened first, then how grave it is', () => {
    expect(logIcon(entry('session_paused', 'warning'))).toBe('pause');
    expect(logIcon(entry('image_completed', 'success'))).toBe('check');
    expect(logIcon(entry('image_failed', 'error'))).toBe('fault');
  });
});

describe('a run that waits for one of several servers', () => {
  const reason = 'What is left waits for 192.168.1.9:8188. ComfyUI at 192.168.1.9:8188 does not answer.';

  it('is told as waiting, with what it waits for first', () => {
    expect(runTitle({ ...RUNNING, reason })).toBe('Waiting for ComfyUI');
    expect(waitingWords(reason)).toEqual({
      title: 'What is left waits for 192.168.1.9:8188.',
      more: 'ComfyUI at 192.168.1.9:8188 does not answer.',
    });
    const none = 'None of the 2 servers goes on. ComfyUI at a:1 does not answer. Trying again.';
    expect(waitingWords(none).title).toBe('None of the 2 servers goes on.');
  });

  it('is not confused with one that goes on and says something', () => {
    const busy = { ...RUNNING, reason: 'Finishing the current image, then pausing.' };
    expect(isWaitingForServer(busy)).toBe(false);
    const single = 'ComfyUI at a:1 does not answer. Trying again.';
    expect(waitingWords(single)).toEqual({ title: single, more: '' });
  });
});

describe('memoryWords', () => {
  it('is null when the server does not say', () => {
    expect(memoryWords(null, null)).toBeNull();
    expect(memoryWords(9.8 * 2 ** 30, 24 * 2 ** 30)).toBe('9.8 of 24 GB');
  });
});
