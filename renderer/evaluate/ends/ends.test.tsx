import { render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandAnswer, CommandArgs, CommandName } from '../../../core/contract/commands';
import type { EvaluationView, SessionDetail } from '../../../core/contract/sessionView';
import { exampleDetail } from '../../../core/testing/exampleDetail';
import { exampleEvaluation, exampleRater } from '../../../core/testing/exampleEvaluation';
import { setClient } from '../../store/backend';
import { useConnection } from '../../store/connection';
import { chooseRater } from '../../store/ownRater';
import { openDetail, useSession } from '../../store/session';
import { useView } from '../../store/view';
import { EvaluateScreen } from '../EvaluateScreen';

type Client = NonNullable<Parameters<typeof setClient>[0]>;

const ID = '20260412_214507';
let asked: CommandName[];

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  asked = [];
  const answers: Partial<Record<CommandName, () => unknown>> = {
    'evaluation.reopen': () => exampleEvaluation({ votes_done: 2, raters: [exampleRater('rater 1', 2, 4)] }),
    'vote.undo': () => ({}),
    'session.get': () => openDetail(),
    'trial.next': () => ({ done: true, waiting: 0 }),
  };
  const client: Client = {
    call: async <C extends CommandName>(command: C, _args: CommandArgs<C>): Promise<CommandAnswer<C>> => {
      asked.push(command);
      const answer = answers[command];
      if (answer === undefined) throw new Error(`The test has no ${command}.`);
      return answer() as CommandAnswer<C>;
    },
    onPush: () => () => undefined,
    onState: () => () => undefined,
    dispose: () => undefined,
  };
  setClient(client);
  useConnection.setState({ link: 'open' });
});
afterEach(() => {
  chooseRater(ID, null);
  useSession.setState({ session: { phase: 'blank' } });
  setClient(null);
});

function open(evaluation: Partial<EvaluationView>, changes: Partial<SessionDetail> = {}): void {
  const detail = exampleDetail(ID, { evaluation: exampleEvaluation(evaluation), ...changes });
  useSession.setState({ session: { phase: 'open', id: ID, detail } });
  render(<EvaluateScreen />);
}

const heading = () => screen.getByRole('heading').textContent;
const button = (name: string) => screen.queryByRole('button', { name });

describe('when it was finished early', () => {
  const early = {
    complete: true,
    finished_by_hand: true,
    votes_done: 2,
    raters: [exampleRater('rater 1', 2, 4)],
  };

  it('can be opened again with every vote, until the labels are shown', async () => {
    open(early);
    expect(heading()).toBe('Finished early, with 2 of 4 votes');
    await userEvent.click(screen.getByRole('button', { name: 'Open again' }));
    await waitFor(() => expect(openDetail()?.evaluation.complete).toBe(false));
    expect(asked[0]).toBe('evaluation.reopen');
  });

  it('stays so once the labels were shown', () => {
    open({ ...early, revealed_at: '2026-04-12T22:00:00.000Z' });
    expect(button('Open again')).toBeNull();
    expect(button('Judge again')).toBeTruthy();
  });
});

describe('when all is judged', () => {
  it('shows the way to Report and says nothing of what came out', async () => {
    open({ complete: true, votes_done: 4 });
    expect(heading()).toBe('All 4 votes are in');
    await userEvent.click(screen.getByRole('button', { name: 'Go to Report' }));
    expect(useView.getState().tab).toBe('report');
  });

  it('lets the one who only gave it to others judge as well', async () => {
    const raters = [exampleRater('rater 1', 0, 4), exampleRater('Ann', 4, 4, { from_pack: true })];
    open({ complete: true, votes_done: 4, raters });
    expect(button('Take the last vote back')).toBeNull();
    await userEvent.click(screen.getByRole('button', { name: 'Judge as rater 1' }));
    await waitFor(() => expect(asked).toContain('trial.next'));
  });

  it('is judged at once by somebody new who was just added', async () => {
    chooseRater(ID, 'Cy');
    open({ complete: true, votes_done: 4, raters: [exampleRater('rater 1', 4, 4)] });
    await waitFor(() => expect(asked).toContain('trial.next'));
  });
});

describe('a rating pack', () => {
  const pack = { is_pack: true, pack: { pack_id: 'aa' } };

  it('asks for its votes to be sent back when all are given', () => {
    open({ complete: true, votes_done: 4 }, pack);
    expect(heading()).toBe('All 4 votes are given');
    expect(button('Save the votes')).toBeTruthy();
    expect(button('Go to Report')).toBeNull();
  });

  it('can be opened again after an early end, with its votes at hand', async () => {
    open({ complete: true, finished_by_hand: true, votes_done: 2 }, pack);
    expect(heading()).toBe('Stopped with 2 of 4 votes');
    await userEvent.click(screen.getByRole('button', { name: 'Open again' }));
    await waitFor(() => expect(asked).toContain('evaluation.reopen'));
  });
});
