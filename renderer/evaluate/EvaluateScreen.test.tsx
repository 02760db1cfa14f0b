import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandAnswer, CommandArgs, CommandName } from '../../core/contract/commands';
import type { GenerationView } from '../../core/contract/generationView';
import type { EvaluationView, SessionDetail } from '../../core/contract/sessionView';
import type { NextTrial } from '../../core/contract/trialView';
import { exampleDetail } from '../../core/testing/exampleDetail';
import { exampleEvaluation, exampleRater, exampleTrial } from '../../core/testing/exampleEvaluation';
import { setClient } from '../store/backend';
import { useConnection } from '../store/connection';
import { votesSent } from '../store/evaluationVotes';
import { setJudgeSettings } from '../store/judgeSettings';
import { openDetail, useSession } from '../store/session';
import { useView } from '../store/view';
import { EvaluateScreen } from './EvaluateScreen';

type Client = NonNullable<Parameters<typeof setClient>[0]>;

vi.mock('../store/evaluationPictures', () => import('../testing/readyPictures'));

const EVALUATION = exampleEvaluation();

function open(
  part: {
    state?: SessionDetail['state'];
    generation?: Partial<GenerationView>;
    evaluation?: Partial<EvaluationView>;
  } = {},
): void {
  const base = exampleDetail('20260412_214507');
  const detail = {
    ...base,
    state: part.state ?? base.state,
    generation: { ...base.generation, ...part.generation },
    evaluation: { ...EVALUATION, ...part.evaluation },
  };
  useSession.setState({ session: { phase: 'open', id: detail.session_id, detail } });
}

const trial = (number: number): NextTrial => exampleTrial(number);

let votes: CommandArgs<'vote.cast'>[];
let undos: number;
let isDone: boolean;
/** Pairs that are still to be made once all others are judged. */
let waiting: number;

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      disconnect() {}
    },
  );
  votes = [];
  undos = 0;
  isDone = false;
  waiting = 0;
  useConnection.setState({ link: 'open' });
  const answers: Partial<Record<CommandName, (args: never) => unknown>> = {
    'trial.next': ({ ahead = 0 }: CommandArgs<'trial.next'>) =>
      isDone ? { done: true, waiting } : trial(votes.length + 1 + ahead),
    'vote.cast': (args: CommandArgs<'vote.cast'>) => {
      votes.push(args);
      return { vote_id: 'v', next: trial(votes.length + 1) };
    },
    'vote.undo': () => {
      undos += 1;
      votes.pop();
      return trial(votes.length + 1);
    },
    'session.get': () => openDetail(),
    'evaluation.finish': () => ({
      ...EVALUATION,
      complete: true,
      finished_by_hand: true,
      votes_done: votes.length,
    }),
  };
  const client: Client = {
    call: async <C extends CommandName>(command: C, args: CommandArgs<C>): Promise<CommandAnswer<C>> => {
      const answer = answers[command];
      if (answer === undefined) throw new Error(`The test has no ${command}.`);
      return (await answer(args as never)) as CommandAnswer<C>;
    },
    onPush: () => () => undefined,
    onState: () => () => undefined,
    dispose: () => undefined,
  };
  setClient(client);
});

afterEach(async () => {
  await votesSent();
  vi.unstubAllGlobals();
  setClient(null);
  useSession.setState({ session: { phase: 'blank' } });
  setJudgeSettings({ submitAtOnce: true, view: 'side', isPromptShown: false });
});

describe('while there is nothing to judge', () => {
  it('says so and shows the way to Setup', async () => {
    render(<EvaluateScreen />);
    expect(screen.getByRole('heading')).toHaveProperty('textContent', 'Nothing to judge yet');
    await userEvent.click(screen.getByRole('button', { name: 'Go to Setup' }));
    expect(useView.getState().tab).toBe('setup');
  });

  it('says how far the run is', () => {
    open({
      generation: { status: 'running', phase: 'generating_images', images_done: 2, seconds_left: 20 },
      evaluation: { can_judge: false },
    });
    render(<EvaluateScreen />);
    expect(screen.getByText(/2 of 6 images are made, about 20 s left\./)).toBeTruthy();
  });
});

describe('when all complete pairs are judged and others are still to be made', () => {
  it('can be finished without them, after a question', async () => {
    isDone = true;
    waiting = 2;
    open({ evaluation: { raters: [exampleRater('rater 1', 2, 4)], votes_done: 2 } });
    render(<EvaluateScreen />);
    await screen.findByRole('heading', { name: 'All complete pairs are judged' });
    expect(screen.getByText(/2 pairs are still to be made/)).toBeTruthy();
    await userEvent.click(screen.getByRole('button', { name: 'Finish now' }));
    await userEvent.click(screen.getByRole('button', { name: 'Finish' }));
    await screen.findByRole('heading', { name: /^Finished early, with/ });
  });
});

describe('when others vote too', () => {
  const raters = [exampleRater('rater 1', 4, 4), exampleRater('Ann', 1, 4)];

  async function ownPartDone() {
    isDone = true;
    open({ evaluation: { raters, votes_done: 5, votes_total: 8 } });
    render(<EvaluateScreen />);
    await screen.findByRole('heading', { name: 'Your 4 votes are in' });
    expect(screen.getByText(/^Ann has 1 of 4\./)).toBeTruthy();
  }

  it('says whose votes are in and shows the way to the report', async () => {
    await ownPartDone();
    await userEvent.click(screen.getByRole('button', { name: 'Go to Report' }));
    expect(useView.getState().tab).toBe('report');
  });

  it('takes the own last vote back', async () => {
    await ownPartDone();
    await userEvent.click(screen.getByRole('button', { name: 'Take the last vote back' }));
    await screen.findByText('1 of 4');
    expect(undos).toBe(1);
  });

  it('finishes without the others, after a question', async () => {
    await ownPartDone();
    await userEvent.click(screen.getByRole('button', { name: 'Finish now' }));
    await screen.findByRole('alertdialog', { name: 'Finish with 5 of 8 votes, of 2 raters?' });
    await userEvent.click(screen.getByRole('button', { name: 'Finish' }));
    await screen.findByRole('heading', { name: /^Finished early, with/ });
  });

  it('counts the trials of the one who judges here', async () => {
    open({ evaluation: { raters: [exampleRater('Ann', 3, 4)], votes_done: 3 } });
    render(<EvaluateScreen />);
    expect(screen.getByText('1 of 4')).toBeTruthy();
    await screen.findByRole('button', { name: 'Skip' });
  });
});
