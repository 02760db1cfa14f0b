import { AppFailure } from '../../core/contract/failure';
import type { AppSettings } from '../../core/contract/settings';
import type { EventType, JournalEvent } from '../../core/session/events';
import type { SessionId } from '../../core/session/identity';
import { evaluationOf } from '../../core/session/view';
import type { OpenSession } from './openSession';
import type { Timers } from './timers';

export interface AutosaveOptions {
  readonly timers: Timers;
  readonly settings: {
    current(): AppSettings;
    onChange(listener: (now: AppSettings, before: AppSettings) => void): () => void;
  };
  /** The sessions in memory. */
  opened(): OpenSession[];
  /** Saves as a person does by hand. Rejects with AppFailure when it cannot be done. */
  save(id: SessionId): Promise<unknown>;
  /** Tells the person. */
  notice(id: SessionId, message: string): void;
  log(level: 'info' | 'warning' | 'error', message: string, error?: unknown): void;
}

/** Saves by itself what the settings name: every so many minutes, and when generation or evaluation is finished. */
export interface Autosave {
  /** Looks whether events that are on disk finish something. Never throws. */
  note(session: OpenSession, events: readonly JournalEvent[]): void;
  /** Begins no more saves; those under way end by themselves. */
  dispose(): void;
}

const MINUTE_MS = 60_000;
/** Events that can complete an evaluation. */
const VOTING: ReadonlySet<EventType> = new Set<EventType>([
  'vote_cast',
  'evaluation_finished',
  'votes_merged',
]);

export function createAutosave(options: AutosaveOptions): Autosave {
  const { timers, settings, log } = options;
  /** Sessions whose trouble the person was told of already. */
  const told = new Set<SessionId>();
  const saving = new Set<SessionId>();
  /** Milestones that came while a save was under way, which may have begun without them. */
  const again = new Map<SessionId, () => void>();
  let stopTimer: () => void = () => undefined;
  let isDisposed = false;

  /** Never rejects. */
  async function save(session: OpenSession, why: string): Promise<void> {
    const { id } = session;
    if (saving.has(id)) {
      again.set(id, () => void save(session, why));
      return;
    }
    saving.add(id);
    try {
      await options.save(id);
      told.delete(id);
      log('info', `Session ${id} was saved by itself: ${why}.`);
    } catch (error) {
      const isKnown = error instanceof AppFailure;
      log(
        isKnown ? 'warning' : 'error',
        `Session ${id} could not be saved by itself${isKnown ? `: ${error.message}` : '.'}`,
        isKnown ? undefined : error,
      );
      if (told.has(id)) return;
      told.add(id);
      options.notice(id, noticeOf(error));
    } finally {
      saving.delete(id);
      const next = again.get(id);
      again.delete(id);
      if (!isDisposed) next?.();
    }
  }

  function saveAll(): void {
    for (const session of options.opened())
      if (session.unsavedChanges > 0 && canBeSaved(session) && !saving.has(session.id))
        void save(session, 'the time for it had come');
  }

  function arm(): void {
    stopTimer();
    const minutes = settings.current().autosave_minutes;
    stopTimer = minutes === null ? () => undefined : timers.every(minutes * MINUTE_MS, saveAll);
  }

  const stopListening = settings.onChange((now, before) => {
    if (now.autosave_minutes !== before.autosave_minutes) arm();
  });
  arm();

  return {
    note(session, events) {
      if (isDisposed || !settings.current().save_at_milestones || !canBeSaved(session)) return;
      if (events.some(({ type }) => type === 'session_completed'))
        void save(session, 'generation is finished');
      else if (events.some(({ type }) => VOTING.has(type)) && evaluationOf(session.state).complete)
        void save(session, 'evaluation is finished');
    },
    dispose() {
      isDisposed = true;
      stopListening();
      stopTimer();
    },
  };
}

/** Not what another copy has open, not what is damaged or the sample, and nothing whose Keep or Discard is still to be said. */
function canBeSaved(session: OpenSession): boolean {
  return !session.readOnly && session.damaged === null && !session.state.sample && session.recovery === null;
}

function noticeOf(error: unknown): string {
  const reason = error instanceof AppFailure ? ` ${error.message}` : ' The log says more.';
  return `This session could not be saved by itself.${reason} Every change is kept in the journal.`;
}
