import { AppFailure } from '../../core/contract/failure';
import type { Updates } from '../../core/contract/updatesView';
import type { LogLevel } from '../log/appLog';
import type { Pushes } from '../pushes';
import { endsWithin, type Timers } from '../sessions/timers';
import type { SettingsService } from '../settings/settingsService';
import type { UpdateDiary } from './updateDiary';
import { updateFault } from './updateFaults';
import { NoFeed, type UpdateFeed } from './updateFeed';
import type { Updater } from './updater';
import { followWork } from './workAtHand';

/** So long after the start the first look waits, in ms: the start has better things to do. */
export const FIRST_MS = 60_000;
/** How often it is thought of, in ms. */
export const THOUGHT_MS = 3_600_000;
/** It is asked no oftener than so by itself, in ms. */
export const DAY_MS = 86_400_000;
/** An answer may take so long, in ms. */
export const PATIENCE_MS = 60_000;

export interface UpdaterOptions {
  /** The version that runs. */
  readonly current: string;
  readonly settings: Pick<SettingsService, 'current' | 'onChange'>;
  readonly pushes: Pick<Pushes, 'tell' | 'listen'>;
  /** Loads what asks and downloads. Called only once something may go out. */
  readonly openFeed: () => Promise<UpdateFeed>;
  readonly diary: UpdateDiary;
  /** Asks what becomes of unsaved work. Out: whether the app may end. */
  readonly mayLeave: () => Promise<boolean>;
  readonly timers: Timers;
  readonly now: () => Date;
  readonly log: (level: LogLevel, message: string, error?: unknown) => void;
}

type Known = Exclude<Updates['state'], 'none' | 'unasked' | 'off'>;

/** Looks for newer versions once a day, once the person agreed to it, and puts one in when it is told to. */
export function createUpdater(options: UpdaterOptions): Updater {
  return new DailyUpdater(options);
}

class DailyUpdater implements Updater {
  readonly #options: UpdaterOptions;
  readonly #work: ReturnType<typeof followWork>;
  readonly #stops: (() => void)[];
  readonly #diaryRead: Promise<void>;
  #feed: UpdateFeed | null = null;
  #known: Known = 'idle';
  #next: string | null = null;
  #share: number | null = null;
  #askedAt: string | null = null;
  #mayAsk = false;
  #reason: string | null = null;
  /** Why nothing can be put in after all, as the feed found out. */
  #never: string | null = null;
  #isLeaving = false;

  constructor(options: UpdaterOptions) {
    const { settings, pushes, timers } = options;
    this.#options = options;
    this.#work = followWork(pushes);
    this.#stops = [
      this.#work.stop,
      settings.onChange((now, before) => {
        if (now.look_for_updates !== before.look_for_updates) this.#answered(now.look_for_updates);
      }),
      timers.after(FIRST_MS, () => void this.#think()),
      timers.every(THOUGHT_MS, () => void this.#think()),
    ];
    this.#diaryRead = this.#readDiary();
  }

  view(): Updates {
    const { current, settings } = this.#options;
    const agreed = settings.current().look_for_updates;
    return {
      state: this.#never !== null ? 'none' : this.#known !== 'idle' ? this.#known : atRest(agreed),
      current,
      next: this.#next,
      share: this.#share,
      asked_at: this.#askedAt,
      may_ask: this.#mayAsk,
      at_quit: this.#feed?.putsInAtQuit ?? false,
      reason: this.#never ?? this.#reason,
    };
  }

  async look(): Promise<Updates> {
    if (this.#options.settings.current().look_for_updates === null)
      throw new AppFailure('not_possible', 'Say first whether Blindfold may look for newer versions.');
    this.#refuseNever();
    if (this.#isBusy() || this.#known === 'ready') return this.view();
    await this.#look(false);
    return this.view();
  }

  async download(): Promise<Updates> {
    this.#refuseNever();
    if (this.#known === 'downloading' || this.#known === 'ready') return this.view();
    const feed = this.#feed;
    if (feed === null || this.#next === null || this.#isBusy())
      throw new AppFailure('not_possible', 'No newer version was found yet. Look for one first.');
    // It goes on behind the answer: the page hears of it by push.
    void this.#download(feed);
    return this.view();
  }

  async install(): Promise<Updates> {
    const feed = this.#feed;
    if (feed === null || this.#known !== 'ready')
      throw new AppFailure('not_possible', 'No newer version was downloaded yet.');
    if (this.#work.isAtWork())
      throw new AppFailure('not_possible', 'A run is at work. Pause it or let it end, then restart.');
    if (this.#isLeaving) return this.view();
    this.#isLeaving = true;
    try {
      if (await this.#options.mayLeave()) feed.restartInto();
    } finally {
      this.#isLeaving = false;
    }
    return this.view();
  }

  dispose(): void {
    for (const stop of this.#stops.splice(0)) stop();
    // What is ready is put in after this.
    if (this.#known !== 'ready') this.#feed?.dispose();
  }

  /** The day's look, unless there is a reason against it. */
  async #think(): Promise<void> {
    const { settings, now } = this.#options;
    await this.#diaryRead;
    if (settings.current().look_for_updates !== true || this.#never !== null) return;
    if (this.#work.isAtWork() || this.#isBusy() || this.#known === 'ready') return;
    const ago = this.#askedAt === null ? null : now().getTime() - Date.parse(this.#askedAt);
    // A clock that was set back must not stop it for years.
    if (ago !== null && ago >= 0 && ago < DAY_MS) return;
    await this.#look(true);
  }

  async #look(isByItself: boolean): Promise<void> {
    const { log, timers } = this.#options;
    const before = { known: this.#known, next: this.#next, reason: this.#reason };
    this.#is({ known: 'checking', reason: null });
    try {
      const feed = await this.#openFeed();
      const found = await inTime(feed.newest(), timers);
      await this.#noteAsked();
      this.#is({ known: found === null ? 'newest' : 'available', next: found });
    } catch (error) {
      if (error instanceof NoFeed) {
        this.#never = error.message;
        this.#is({ known: 'idle', next: null });
        return;
      }
      const { sentence, isOffline } = updateFault(error, 'look');
      // Whom nobody answered did not ask; everybody else waits for a day again.
      if (!isOffline) await this.#noteAsked();
      if (isOffline && isByItself) {
        log('info', `Looking for a newer version: ${sentence}`);
        this.#is(before);
        return;
      }
      log('warning', `Looking for a newer version failed. ${sentence}`, error);
      this.#is({ known: 'failed', next: null, reason: sentence });
    }
  }

  async #download(feed: UpdateFeed): Promise<void> {
    this.#is({ known: 'downloading', share: 0, reason: null });
    try {
      await feed.download((share) => this.#shareIs(share));
      this.#is({ known: 'ready', share: null });
    } catch (error) {
      const { sentence } = updateFault(error, 'download');
      this.#options.log('warning', `Downloading version ${this.#next} failed. ${sentence}`, error);
      this.#is({ known: 'failed', share: null, reason: sentence });
    }
  }

  async #openFeed(): Promise<UpdateFeed> {
    this.#feed ??= await this.#options.openFeed();
    return this.#feed;
  }

  #isBusy(): boolean {
    return this.#known === 'checking' || this.#known === 'downloading';
  }

  #refuseNever(): void {
    if (this.#never !== null) throw new AppFailure('not_possible', this.#never);
  }

  /** Tells no more than a hundred steps of a download. */
  #shareIs(share: number): void {
    const next = Math.min(1, Math.max(0, Math.floor(share * 100) / 100));
    if (this.#known === 'downloading' && next !== this.#share) this.#is({ share: next });
  }

  #answered(agreed: boolean | null): void {
    // Who wants no looking is not told what the last one found, unless something is to be done about it.
    if (agreed !== true && (this.#known === 'newest' || this.#known === 'failed'))
      this.#is({ known: 'idle', next: null, reason: null });
    else this.#tell();
    if (agreed === true) void this.#think();
  }

  async #readDiary(): Promise<void> {
    const { diary, log } = this.#options;
    const askedAt = await diary.read();
    this.#mayAsk = askedAt !== undefined;
    this.#askedAt ??= askedAt ?? null;
    this.#tell();
    if (askedAt === undefined)
      await diary.write(null).catch((error: unknown) => log('warning', NOT_NOTED, error));
  }

  async #noteAsked(): Promise<void> {
    const { diary, now, log } = this.#options;
    this.#askedAt = now().toISOString();
    await diary.write(this.#askedAt).catch((error: unknown) => log('warning', NOT_NOTED, error));
  }

  #is(change: { known?: Known; next?: string | null; share?: number | null; reason?: string | null }): void {
    if (change.known !== undefined) this.#known = change.known;
    if (change.next !== undefined) this.#next = change.next;
    if (change.share !== undefined) this.#share = change.share;
    if (change.reason !== undefined) this.#reason = change.reason;
    this.#tell();
  }

  #tell(): void {
    this.#options.pushes.tell({ push: 'updates.changed', payload: this.view() });
  }
}

const NOT_NOTED = 'When newer versions were looked for could not be noted; the next start asks again.';

function atRest(agreed: boolean | null): Updates['state'] {
  return agreed === null ? 'unasked' : agreed ? 'idle' : 'off';
}

async function inTime<T>(work: Promise<T>, timers: Timers): Promise<T> {
  if (!(await endsWithin(work, PATIENCE_MS, timers))) throw new Error('ETIMEDOUT: no answer came.');
  return work;
}
