import type { GenerationView, RunServer } from '../../core/contract/generationView';
import type { LogEntry } from '../../core/contract/sessionView';
import { countOf } from '../store/sessionWords';
import type { IconName } from '../ui/Icon';
import { clockWords, durationWords } from '../ui/timeWords';

/** Whether the run stands still because it was asked to, and for no other reason. */
export function isAskedPause({ status, reason, failed }: GenerationView): boolean {
  return status === 'paused' && failed.length === 0 && /^(Paused|Stopped)\.( |$)/.test(reason ?? 'Paused.');
}

/** What a run says while it waits for one of several servers, or for all of them. */
const WAITS_FOR_SERVERS = /^(None of the \d+ servers goes on\.|What is left waits for )/;

/** Whether a run that goes on makes nothing now, because its server does not answer; `reason` says so. */
export function isWaitingForServer({ status, reason }: Pick<GenerationView, 'status' | 'reason'>): boolean {
  if (status !== 'running' || reason === null) return false;
  return reason.endsWith('Trying again.') || WAITS_FOR_SERVERS.test(reason);
}

/** Why it waits: the first sentence where several servers are told of, then the rest. */
export function waitingWords(reason: string): { title: string; more: string } {
  return WAITS_FOR_SERVERS.test(reason) ? firstSentence(reason) : { title: reason, more: '' };
}

function firstSentence(text: string): { title: string; more: string } {
  const end = text.search(/[.?]\s/);
  return end < 0 ? { title: text, more: '' } : { title: text.slice(0, end + 1), more: text.slice(end + 2) };
}

/** What the run is doing, in a few words. */
export function runTitle(view: GenerationView): string {
  const { status, phase, images_done, images_total } = view;
  switch (status) {
    case 'running':
      if (isWaitingForServer(view)) return 'Waiting for ComfyUI';
      switch (phase) {
        case 'queued':
          return 'Waiting for another run to end';
        case 'checking':
          return 'Checking the set-up with the server';
        case 'completing':
          return 'Finishing';
        default:
          return 'Making images';
      }
    case 'paused':
      return 'Paused';
    case 'failed':
      return 'Failed';
    case 'completed':
      return images_done === images_total ? 'All images are made' : 'Finished';
    default:
      return 'Not started';
  }
}

/** What the run did when Blindfold was heard last: `Last heard: making images`. */
export function lastHeard(title: string): string {
  return `Last heard: ${title.charAt(0).toLowerCase()}${title.slice(1)}`;
}

/** `31 of 50, 3 failed` */
export function runCount({ images_done, images_total, failed }: GenerationView): string {
  const count = `${images_done} of ${images_total}`;
  return failed.length === 0 ? count : `${count}, ${failed.length} failed`;
}

/** A figure as the head shows it; `value` is null when it is not known. */
export interface RunFigure {
  name: string;
  value: string | null;
  unit?: string;
}

/** The figures that say how the run goes. `now` in ms since 1970; `isSilent` while its server does not answer. */
export function runFigures(view: GenerationView, now: number, isSilent = false): RunFigure[] {
  const speed: RunFigure = {
    name: 'Speed',
    value: view.rate === null || view.rate <= 0 ? null : secondsEach(1 / view.rate),
    unit: 'per image',
  };
  const started: RunFigure = {
    name: 'Started',
    value: view.started_at === null ? null : clockWords(view.started_at),
  };
  const ended = view.ended_at === null ? null : clockWords(view.ended_at);
  const left: RunFigure = { name: 'Left', value: leftWords(view) };
  switch (view.status) {
    case 'running':
      if (view.phase === 'queued') return [];
      // No image comes now, so nobody can say how fast they come and when the last one will.
      if (isSilent || isWaitingForServer(view)) return known([started]);
      return [
        view.servers.length > 1
          ? serversAtWork(view.servers)
          : view.current === null || view.current.steps === 0
            ? { name: 'This image', value: null }
            : { name: 'This image', value: `${view.current.step} of ${view.current.steps}`, unit: 'steps' },
        speed,
        // A run that is about to pause is not done soon.
        ...(view.reason !== null
          ? []
          : [
              left,
              {
                name: 'Done at',
                value: view.seconds_left === null ? null : clockWords(now + view.seconds_left * 1000),
              },
            ]),
      ];
    case 'completed':
      return known([
        speed,
        started,
        { name: 'Done', value: ended },
        { name: 'Took', value: tookWords(view) },
      ]);
    default:
      return known([
        speed,
        left,
        started,
        { name: view.status === 'paused' ? 'Paused' : 'Ended', value: ended },
      ]);
  }
}

/** With several servers each image has its steps beside its server; the head says how many of them take part. */
function serversAtWork(servers: readonly RunServer[]): RunFigure {
  const out = servers.filter(({ state }) => state === 'out').length;
  return { name: 'Servers', value: `${servers.length - out} of ${servers.length}`, unit: 'at work' };
}

/** What one server did in the run: `14 images, 2.1 s each`. */
export function serverWork({ images_done, rate }: RunServer): string {
  const made = countOf(images_done, 'image');
  return rate === null || rate <= 0 ? made : `${made}, ${secondsEach(1 / rate)} each`;
}

/** While nothing runs, what is not known will not come: it is left out. */
function known(figures: readonly RunFigure[]): RunFigure[] {
  return figures.filter(({ value }) => value !== null);
}

/** What is left: told by the backend while it runs, else worked out from the speed. */
function leftWords(view: GenerationView): string | null {
  const missing = view.images_total - view.images_done;
  const seconds = view.seconds_left ?? (view.rate === null || view.rate <= 0 ? null : missing / view.rate);
  return seconds === null ? null : `about ${durationWords(seconds)}`;
}

function tookWords({ started_at, ended_at }: GenerationView): string | null {
  if (started_at === null || ended_at === null) return null;
  return durationWords(Math.max(0, (Date.parse(ended_at) - Date.parse(started_at)) / 1000));
}

/** Seconds with two figures that count: `0.23 s`, `5.1 s`, `12 s`. */
export function secondsEach(seconds: number): string {
  if (seconds >= 9.95) return `${Math.round(seconds)} s`;
  return `${seconds.toFixed(seconds >= 0.995 ? 1 : 2)} s`;
}

/** Why a run stands still: the reason's first sentence, then the rest of it, or what is safe where the reason says no more. */
export function pauseWords({ status, reason, images_done, can_resume }: GenerationView): {
  title: string;
  more: string;
} {
  const whole = reason ?? (status === 'failed' ? 'The run failed.' : 'The run is paused.');
  const said = firstSentence(whole);
  if (said.more !== '') return said;
  const safe =
    images_done === 0
      ? 'No image was made yet.'
      : `${countOf(images_done, 'image')} ${images_done === 1 ? 'is' : 'are'} safe.`;
  return { title: whole, more: can_resume ? `${safe} Resume makes what is missing.` : safe };
}

/** Failed images with the same sentence said together: `Images 23, 24 and 25` and the sentence. */
export function groupFailures(failed: GenerationView['failed']): { images: string; message: string }[] {
  const groups = new Map<string, number[]>();
  for (const { number, message } of failed) groups.set(message, [...(groups.get(message) ?? []), number]);
  return [...groups].map(([message, numbers]) => ({ images: imagesWords(numbers), message }));
}

const MOST_NAMED = 6;

function imagesWords(numbers: readonly number[]): string {
  const sorted = [...numbers].sort((a, b) => a - b).map(String);
  if (sorted.length === 1) return `Image ${sorted[0]}`;
  if (sorted.length > MOST_NAMED) return countOf(sorted.length, 'image');
  return `Images ${sorted.slice(0, -1).join(', ')} and ${sorted.at(-1)}`;
}

/** What a screen reader hears of a run: it changes with the phase and with every tenth, not with every image. */
export function runAnnouncement(view: GenerationView): string {
  const title = runTitle(view);
  if (view.status !== 'running' || view.phase !== 'generating_images' || view.images_total === 0) {
    return view.status === 'running' ? title : `${title}, ${runCount(view)}`;
  }
  const tenths = Math.floor((10 * view.images_done) / view.images_total);
  return `${title}, ${tenths * 10} % done`;
}

const TYPE_ICON: Record<string, IconName> = {
  session_start: 'play',
  setup_loaded: 'play',
  session_paused: 'pause',
  session_stopped: 'stop',
};

/** The sign of a log line: by what happened, else by how grave it is. */
export function logIcon({ type, level }: LogEntry): IconName {
  const byType = TYPE_ICON[type];
  if (byType !== undefined) return byType;
  switch (level) {
    case 'success':
      return 'check';
    case 'warning':
      return 'warn';
    case 'error':
      return 'fault';
    default:
      return 'info';
  }
}

/** `9.8 of 24 GB`: free and whole memory, in bytes; null when the server does not say. */
export function memoryWords(free: number | null, total: number | null): string | null {
  if (free === null || total === null || total === 0) return null;
  const gigabytes = (bytes: number) => Number((bytes / 2 ** 30).toFixed(1)).toString();
  return `${gigabytes(free)} of ${gigabytes(total)} GB`;
}
