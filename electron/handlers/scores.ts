import { AppFailure } from '../../core/contract/failure';
import { isEvaluationComplete } from '../../core/session/progress';
import type { Pushes } from '../pushes';
import type { FileSystem } from '../sessions/fileSystem';
import type { OpenSession } from '../sessions/openSession';
import { createScoresText, hasScores, type ScoresText, writeScores } from '../sessions/scoresFile';
import { isGone } from '../sessions/sessionFolder';
import type { Timers } from '../sessions/timers';

/** Keeps each session's `scores.csv` up to date. The session itself holds every vote: nothing waits for this file but who asks for it. */
export interface Scores {
  /** Writes it; the answer is that it holds what the session held at the call. A file that cannot be written is a notice, not a failure. */
  write(session: OpenSession): Promise<void>;
  /** After a save: writes it in the background. */
  writeLater(session: OpenSession): void;
  /** After votes changed: writes it in the background, once the evaluation is complete or the file is there already. */
  follow(session: OpenSession): void;
  /** Resolves when no write is under way or waits. */
  settled(): Promise<void>;
}

export interface ScoresOptions {
  readonly fs: FileSystem;
  readonly pushes: Pick<Pushes, 'tell'>;
  readonly timers: Timers;
  randomHex(bytes: number): string;
  /** A fault inside Blindfold. */
  onFault(error: unknown): void;
}

/** The file is written in the background once nothing has asked for it for so many milliseconds: the next vote or save goes first. */
const QUIET_MS = 200;
/** Asked for again and again, it waits no longer than for so many of these pauses. */
const MOST_PAUSES = 25;

/** A write that waits for the one before it. */
interface Waiting {
  /** It is asked for, not only followed up. */
  isWanted: boolean;
  readonly end: Promise<void>;
}

export function createScores({ fs, pushes, timers, randomHex, onFault }: ScoresOptions): Scores {
  const waiting = new Map<string, Waiting>();
  const last = new Map<string, Promise<void>>();
  /** Writes in the background that wait for a quiet moment. */
  const later = new Map<string, { session: OpenSession; isWanted: boolean; pauses: number; stop(): void }>();

  /** The event up to which a state was written, and what that left to the next time. */
  const written = new WeakMap<OpenSession['state'], { seq: number | null; readonly text: ScoresText }>();

  async function write(session: OpenSession, isWanted: boolean): Promise<void> {
    try {
      const isThere = await hasScores(session, fs);
      const { state } = session;
      const seq = state.journal_seq;
      const before = written.get(state) ?? { seq: null, text: createScoresText() };
      if (isThere && before.seq === seq) return;
      if (!isThere && !isWanted && !isEvaluationComplete(state)) return;
      await writeScores(session, randomHex(6), fs, before.text);
      written.set(state, { ...before, seq });
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
      // A session that was moved away meanwhile took its votes along.
      if (await isGone(session, fs)) return;
      pushes.tell({
        push: 'notice.raised',
        payload: {
          session_id: session.id,
          tone: 'caution',
          message: `The votes are safe in the session, but scores.csv was not written. ${error.message}`,
        },
      });
    }
  }

  /** One write of a session at a time; whoever asks while one waits shares it, since it has not looked at the votes yet. */
  function queue(session: OpenSession, isWanted: boolean): Promise<void> {
    const { id } = session;
    const queued = waiting.get(id);
    if (queued !== undefined) {
      queued.isWanted ||= isWanted;
      return queued.end;
    }
    const end = (last.get(id) ?? Promise.resolve()).then(() => {
      const due = waiting.get(id);
      waiting.delete(id);
      return write(session, due?.isWanted === true);
    });
    waiting.set(id, { isWanted, end });
    const quiet = end.catch(() => undefined);
    last.set(id, quiet);
    void quiet.then(() => {
      if (last.get(id) === quiet) last.delete(id);
    });
    return end;
  }

  function begin(id: string): void {
    const due = later.get(id);
    if (due === undefined) return;
    due.stop();
    later.delete(id);
    void queue(due.session, due.isWanted).catch(onFault);
  }

  function wait(session: OpenSession, isWanted: boolean): void {
    const { id } = session;
    const before = later.get(id);
    if (before !== undefined && before.pauses >= MOST_PAUSES) {
      before.isWanted ||= isWanted;
      return;
    }
    before?.stop();
    later.set(id, {
      session,
      isWanted: isWanted || before?.isWanted === true,
      pauses: (before?.pauses ?? 0) + 1,
      stop: timers.after(QUIET_MS, () => begin(id)),
    });
  }

  return {
    write(session) {
      const end = queue(session, true);
      later.get(session.id)?.stop();
      later.delete(session.id);
      return end;
    },
    writeLater: (session) => wait(session, true),
    follow: (session) => wait(session, false),
    async settled() {
      while (last.size + later.size > 0) {
        for (const id of [...later.keys()]) begin(id);
        await Promise.all(last.values());
      }
    },
  };
}
