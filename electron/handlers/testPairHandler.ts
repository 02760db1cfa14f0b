import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { SessionId } from '../../core/session/identity';
import { openWhole } from './openWhole';
import type { Services } from './services';

/** Answers `generation.testPair`. */
export function testPairHandler(services: Services): Pick<CommandHandlers, 'generation.testPair'> {
  const { images, runner, speeds, store, tasks, makeTestPair } = services;
  const underWay = new Set<SessionId>();

  function refuseBusy(id: SessionId): void {
    if (runner.isActive(id)) {
      throw new AppFailure(
        'not_possible',
        'Images of this session are being made. Pause or stop the run first, then test one pair.',
      );
    }
    if (underWay.has(id))
      throw new AppFailure('not_possible', 'A test pair of this session is being made already.');
  }

  /** The session may have gone to the trash meanwhile, or belong to another copy; the pair was made all the same. */
  async function note(id: SessionId, server: string, seconds: number): Promise<void> {
    try {
      const session = await store.open(id);
      if (session.readOnly || session.state.sample || session.damaged !== null) return;
      const message = `A test pair was made on ${server}, outside the plan: ${seconds.toFixed(1)} s an image. Nothing of it was kept.`;
      await session.append({
        type: 'log',
        level: 'info',
        message,
        step: 1,
        prompt_index: null,
        job: null,
      });
    } catch (error) {
      if (!(error instanceof AppFailure)) throw error;
    }
  }

  return {
    async 'generation.testPair'({ session_id }) {
      const { id, state } = await openWhole(store, session_id);
      refuseBusy(id);
      underWay.add(id);
      try {
        const made = await tasks.run(
          { kind: 'test_pair', title: 'Making a test pair', said: () => 'The test pair is made.' },
          (control) => makeTestPair(state, control),
        );
        const { stored, setup, baseline, lora, ...facts } = made;
        speeds.learn(stored, setup, facts.seconds);
        await note(id, facts.server, facts.seconds);
        return { ...facts, baseline: images.passing(baseline), lora: images.passing(lora) };
      } finally {
        underWay.delete(id);
      }
    },
  };
}
