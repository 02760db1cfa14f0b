import { createHash } from 'node:crypto';
import type { Comparison, StandsFor } from '../../core/comparison/comparison';
import type { ComparedInput } from '../../core/comparison/sharedPart';
import { AppFailure } from '../../core/contract/failure';
import { reportInput } from '../../core/report/input';
import type { Report, ReportFilter } from '../../core/report/report';
import { stringifyJson } from '../../core/session/json';
import type { SessionState } from '../../core/session/state';
import type { Pushes } from '../pushes';
import { packComparison } from './comparisonMaker';
import { type OnStep, type PackedMatter, packMatter, type ReportMaker } from './reportMaker';

/** The reports of sessions: made aside, and kept for a while. Who asks has seen to it that labels may be shown. */
export interface Reports {
  /**
   * The report of a session as it stands at the call, whatever happens to it afterwards. The same votes under the same filter are
   * answered at once, or share one making. Rejects with AppFailure
   * `bad_request` on a filter that names what the session does not have, `cancelled`, or `internal` when the making broke off.
   */
  of(session: ReportedSession, filter?: ReportFilter | null): Promise<Report>;
  /** The comparison of sessions as they were when they were read; who asks for the same meanwhile shares it. Rejects as `of` does. */
  compare(sessions: readonly ComparedInput[], stands: readonly StandsFor[]): Promise<Comparison>;
  /** Stops every making for a session; whoever waits is told `cancelled`. Out: whether there was one. */
  cancel(id: string): boolean;
  /** Stops everything. */
  dispose(): Promise<void>;
}

interface ReportedSession {
  readonly id: string;
  readonly state: Readonly<SessionState>;
}

export interface ReportsOptions {
  readonly maker: ReportMaker;
  readonly pushes: Pick<Pushes, 'tell'>;
  /** Milliseconds that only go forward. */
  clock(): number;
}

/** Reports that are kept; the one that was not asked for the longest goes first. */
const MOST_KEPT = 8;
/** A making that takes longer than this, in ms, tells how far it is, and then at most so often. */
const SILENT_MS = 250;
const TELL_MS = 100;

interface Making {
  readonly id: string;
  readonly abort: AbortController;
  readonly report: Promise<Report>;
}

export function createReports({ maker, pushes, clock }: ReportsOptions): Reports {
  const kept = new Map<string, Report>();
  const makings = new Map<string, Making>();
  const comparing = new Map<string, Promise<Comparison>>();
  const remember = createDigestMemory();
  const closing = new AbortController();
  let isDisposed = false;

  function keep(digest: string, report: Report): void {
    kept.delete(digest);
    kept.set(digest, report);
    const [oldest] = kept.keys();
    if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  }

  function progressOf(session_id: string): OnStep {
    let next = clock() + SILENT_MS;
    return (done, total) => {
      const now = clock();
      if (now < next) return;
      next = now + TELL_MS;
      pushes.tell({ push: 'report.progressed', payload: { session_id, done, total } });
    };
  }

  function begin(id: string, digest: string, packed: PackedMatter): Promise<Report> {
    const abort = new AbortController();
    const report = maker
      .make(packed, { signal: abort.signal, onStep: progressOf(id) })
      .then((made) => {
        keep(digest, made);
        return made;
      })
      .finally(() => {
        // One that was cancelled may have been begun anew meanwhile.
        if (makings.get(digest)?.abort === abort) makings.delete(digest);
      });
    makings.set(digest, { id, abort, report });
    return report;
  }

  function stop(digest: string, { abort }: Making, message: string): void {
    makings.delete(digest);
    abort.abort(new AppFailure('cancelled', message));
  }

  return {
    async of(session, filter) {
      if (isDisposed) throw new AppFailure('cancelled', 'No report is made, because Blindfold is closing.');
      const wanted = remember(session, filter ?? null);
      const known = kept.get(wanted.digest);
      if (known !== undefined) {
        keep(wanted.digest, known);
        return known;
      }
      return makings.get(wanted.digest)?.report ?? begin(session.id, wanted.digest, wanted.packed());
    },
    async compare(sessions, stands) {
      const { signal } = closing;
      signal.throwIfAborted();
      const packed = packComparison(sessions, stands);
      const digest = createHash('sha256').update(packed.sessions).digest('base64');
      const shared = comparing.get(digest);
      if (shared !== undefined) return shared;
      const own = maker
        .compare(packed, { signal, onStep: () => undefined })
        .finally(() => comparing.delete(digest));
      comparing.set(digest, own);
      return own;
    },
    cancel(id) {
      const own = [...makings].filter(([, making]) => making.id === id);
      for (const [digest, making] of own)
        stop(digest, making, 'The report was cancelled. Open it again to have it made.');
      return own.length > 0;
    },
    async dispose() {
      isDisposed = true;
      closing.abort(
        new AppFailure('cancelled', 'The comparison was not finished, because Blindfold is closing.'),
      );
      for (const [digest, making] of makings)
        stop(digest, making, 'The report was not finished, because Blindfold is closing.');
      await maker.dispose();
    },
  };
}

/** Filters of one state whose digests are remembered. */
const MOST_DIGESTS = 20;

interface Wanted {
  readonly digest: string;
  packed(): PackedMatter;
}

/**
 * Finds out which report is asked for: by all that the report is made of, so that no change can be overlooked. As long as a session
 * is the very same the last answer holds, and nothing is read again.
 */
function createDigestMemory(): (session: ReportedSession, filter: ReportFilter | null) => Wanted {
  const known = new WeakMap<
    Readonly<SessionState>,
    { seq: number; images: number; digests: Map<string, string> }
  >();
  return ({ state }, filter) => {
    const matter = () => packMatter(reportInput(state, bootstrapSeed(state), filter));
    // Every event has a number of its own; besides, images that are found torn are left out without one.
    const { journal_seq: seq } = state;
    const images = state.images.size;
    let found = known.get(state);
    if (found === undefined || found.seq !== seq || found.images !== images) {
      found = { seq, images, digests: new Map() };
      known.set(state, found);
    }
    const name = stringifyJson(filter);
    const digest = found.digests.get(name);
    if (digest !== undefined) return { digest, packed: () => matter().packed };
    const made = matter();
    if (found.digests.size >= MOST_DIGESTS) found.digests.clear();
    found.digests.set(name, made.digest);
    return { digest: made.digest, packed: () => made.packed };
  };
}

/** The stored seed of the report's resampling: made of the session's secret, so that it does not tell the seed of the order. */
function bootstrapSeed(state: Readonly<SessionState>): number {
  return createHash('sha256')
    .update(`report\n${state.started?.blind_key ?? state.session_id}`)
    .digest()
    .readUInt32BE();
}
