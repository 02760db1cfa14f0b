import { AppFailure, type FieldFault } from '../../core/contract/failure';
import type { GenerationView } from '../../core/contract/generationView';
import type { SessionDetail, SessionSummary } from '../../core/contract/sessionView';
import { roomFault } from '../../core/plan/diskRoom';
import { type Measured, planSummary } from '../../core/plan/planSummary';
import { blindGeneration, sayOfError } from '../../core/session/blindWords';
import { canExtend, draftOf, extensionOf } from '../../core/session/extending';
import { jobNumbersOf } from '../../core/session/jobNumbers';
import type { Setup } from '../../core/session/setup';
import type { SessionState } from '../../core/session/state';
import { evaluationOf, isDemoSession, measuredOf, readTime } from '../../core/session/view';
import { checkSetup } from '../generation/preflight';
import { type Images, pictureFolder } from '../sessions/images';
import type { OpenSession, SessionGlance } from '../sessions/openSession';
import { emblemOf, lineOf } from './sessionLine';

/** What a plan needs to know that no session holds; null where it is not known. */
export type PlanFacts = Pick<Measured, 'secondsPerImage' | 'freeBytes'>;

const NO_FACTS: PlanFacts = { secondsPerImage: null, freeBytes: null };

/** What a window may see of a session, made of its state. */
export interface SessionViews {
  /** The picture that stands for a session in a list, before it gets an address; null while there is none. */
  emblem(session: SessionGlance): { file: string; version: string } | null;
  /** One line of the list; `withPicture` false leaves the thumbnail out. */
  summary(session: SessionGlance, withPicture?: boolean): SessionSummary;
  /** Throws AppFailure `not_possible` for a damaged session. In: what its plan needs to know beside it. */
  detail(session: OpenSession, facts?: PlanFacts): SessionDetail;
  generation(session: OpenSession): GenerationView;
}

export function createSessionViews(options: {
  images: Pick<Images, 'emblem'>;
  generationOf(session: OpenSession): GenerationView;
}): SessionViews {
  function summary(session: SessionGlance, withPicture = true): SessionSummary {
    const emblem = withPicture ? emblemOf(session) : null;
    if (emblem === null) return lineOf(session, null);
    const folder = pictureFolder(session.folder, session.state);
    return lineOf(session, options.images.emblem(folder, emblem.file, emblem.version));
  }

  function generation(session: OpenSession): GenerationView {
    const view = blindGeneration(session.state, options.generationOf(session));
    return { ...view, started_at: readTime(view.started_at), ended_at: readTime(view.ended_at) };
  }

  return {
    summary,
    emblem: emblemOf,
    generation,
    detail(session, facts = NO_FACTS) {
      requireWhole(session);
      const { state } = session;
      const setup = draftOf(state);
      const begun_setup = state.started?.setup ?? null;
      const extension = extensionOf(state);
      const own = measuredOf(state);
      const secondsPerImage = own.secondsPerImage ?? facts.secondsPerImage;
      const measured: Measured = { ...own, secondsPerImage, freeBytes: facts.freeBytes };
      const plan = planSummary(begun_setup ?? setup, measured);
      const isToStart = begun_setup === null || extension !== null;
      const lacksRoom = isToStart ? roomFault(planSummary(setup, measured), state.images.size) : null;
      return {
        ...summary(session),
        setup,
        plan,
        faults: [...(isToStart ? faultsOf(setup) : []), ...(lacksRoom === null ? [] : [lacksRoom])],
        generation: generation(session),
        evaluation: evaluationOf(state),
        errors: state.run.errors.flatMap((error) => {
          const at = readTime(error.at);
          return at === null ? [] : [{ at, code: error.code, message: sayOfError(state, error) }];
        }),
        repairs: [...session.repairs],
        missing_images: missingNumbers(state),
        recovery: session.recovery,
        setup_locked: state.started !== null,
        can_extend: canExtend(state),
        extension,
        begun_setup,
        pack: state.pack === null ? null : { pack_id: state.pack.pack_id },
        demo: isDemoSession(state),
      };
    },
  };
}

/** The drawn numbers of the images whose files are gone or torn. */
function missingNumbers(state: Readonly<SessionState>): number[] {
  if (state.missing.size === 0) return [];
  const numbers = jobNumbersOf(state);
  return [...state.missing.keys()].flatMap((file) => numbers.get(file) ?? []).sort((a, b) => a - b);
}

/** What a start would refuse without asking the server. */
function faultsOf(setup: Setup): FieldFault[] {
  try {
    checkSetup(setup);
    return [];
  } catch (error) {
    if (!(error instanceof AppFailure) || error.details === undefined) throw error;
    return [...error.details];
  }
}

/** Throws AppFailure `not_possible` with the reason when a session cannot be used. */
export function requireWhole(session: SessionGlance): void {
  if (session.damaged !== null) throw new AppFailure('not_possible', session.damaged);
}
