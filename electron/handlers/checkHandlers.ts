import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { NewEvent } from '../../core/session/events';
import { isGenerationComplete } from '../../core/session/progress';
import type { OpenSession } from '../sessions/openSession';
import { checkFindings, checkWords } from './checkFindings';
import { checkPictures, type PictureFindings } from './checkPictures';
import type { Services } from './services';
import { placeTurn, setupTurn } from './turns';

type Own = Pick<CommandHandlers, 'session.check'>;

export function checkHandlers(services: Services): Own {
  const { catalog, pushes, runner, store, turns, views } = services;

  function requireStill(id: OpenSession['id']): void {
    if (!runner.isActive(id)) return;
    throw new AppFailure(
      'not_possible',
      'Images are being made in this session. Wait for the end, or pause, then check it.',
    );
  }

  async function check(id: OpenSession['id']) {
    requireStill(id);
    const session = await store.reread(id);
    if (session.readOnly) {
      throw new AppFailure(
        'session_locked',
        'This session is open in another copy of Blindfold. Close it there, then check it here.',
      );
    }
    if (session.damaged !== null) return { session, findings: [session.damaged] };
    const told = [...session.repairs];
    const pictures = await checkPictures(session, services.fs);
    // In turn with whatever else changes the session, takes it away, or puts it into a zip. Reading the pictures takes long, so votes do not wait for that.
    return turns.take(id, async () => {
      requireStill(id);
      const findings = checkFindings(session, pictures, told);
      if (!session.state.sample) await mend(session, pictures, findings);
      return { session, findings };
    });
  }

  return {
    // A run must not begin while it is looked at what there is, nor the session move away.
    'session.check': ({ session_id }) =>
      turns.take(setupTurn(session_id), () =>
        turns.take(placeTurn(session_id), async () => {
          const { session, findings } = await check(session_id);
          await catalog.look(session_id);
          pushes.tell({ push: 'sessions.changed', payload: { removed: [] } });
          return { ...views.summary(session), findings };
        }),
      ),
  };
}

/** Journals what was found and mended; what a session was put together from gets its saved file with it. */
async function mend(
  session: OpenSession,
  { adopted, torn, whole }: PictureFindings,
  findings: readonly string[],
): Promise<void> {
  const { state } = session;
  const isMakeable = state.started?.as_found === false;
  const events: NewEvent[] = [...adopted];
  // What is torn is given up, so that the next run makes it again. Of what cannot be made the record stays.
  for (const { file, sha256 } of isMakeable ? torn : [])
    events.push({ type: 'image_regenerated', job: file, ...(sha256 === null ? {} : { sha256 }) });
  const message = checkWords(findings, { whole });
  events.push({ type: 'log', level: 'info', message, step: null, prompt_index: null, job: null });
  await session.append(...events);
  if (
    adopted.length === 0 ||
    !isGenerationComplete(session.state) ||
    session.state.run.status === 'completed'
  )
    return;
  await session.append({
    type: 'session_completed',
    prompt_index: null,
    done: session.state.images.size,
    total: session.state.images.size,
    next_action: 'evaluate',
  });
}
