import { act, render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { CommandAnswer, CommandArgs, CommandName } from '../../core/contract/commands';
import type { GenerationView } from '../../core/contract/generationView';
import type { EvaluationView, SessionDetail } from '../../core/contract/sessionView';
import type { NextTrial } from '../../core/contract/trialView';
import { blankSetup } from '../../core/session/setup';
import { exampleEvaluation, exampleRater, exampleTrial } from '../../core/testing/exampleEvaluation';
import { setClient } from '../store/backend';
import { useConnection } from '../store/connection';
import { useEvaluation } from '../store/evaluation';
import { setJudgeSettings } from '../store/judgeSettings';
import { openDetail, useSession } from '../store/session';
import { useView } from '../store/view';
import { EvaluateScreen } from './EvaluateScreen';

type Client = NonNullable<Parameters<typeof setClient>[0]>;

let isBroken = false;

/** Pictures that are ready at once; a simulated page decodes none. */
vi.mock('../store/evaluationPictures', () => ({
  loadPictures: () => {
    if (isBroken) return Promise.resolve({ a: null, b: null });
    const picture = (name: string) => {
      const image = new Image();
      image.alt = name;
      return image;
    };
    return Promise.resolve({ a: picture('Picture A'), b: picture('Picture B') });
  },
}));

const GENERATION: GenerationView = {
  status: 'completed',
  phase: null,
  images_done: 6,
  images_total: 6,
  failed: [],
  current: null,
  rate: null,
  seconds_left: null,
  checkpoint: null,
  reason: null,
  can_resume: false,
  started_at: '2026-04-12T21:45:07.000Z',
  ended_at: '2026-04-12T21:46:07.000Z',
  servers: [],
  previews: false,
  self_check: null,
};

const EVALUATION = exampleEvaluation();

function open(
  part: {
    state?: SessionDetail['state'];
    generation?: Partial<GenerationView>;
    evaluation?: Partial<EvaluationView>;
  } = {},
): void {
  const detail: SessionDetail = {
    session_id: '20260412_214507',
    label: '20260412_214507',
    state: part.state ?? 'ok',
    status: 'completed',
    step: 3,
    lora_filename: 'snowfox_v3.safetensors',
    first_prompt: 'a fox',
    created_at: '2026-04-12T21:45:07.000Z',
    saved_at: null,
    timestamp: null,
    images_done: 6,
    images_total: 6,
    pairs_total: 4,
    votes_done: 0,
    votes_total: 4,
    notes: '',
    pinned: false,
    unsaved_changes: 0,
    images_missing: 0,
    recovered_from_disk: false,
    sample: false,
    last_event_at: '2024-01-15T14:30:22+00:00',
    missing_images: [],
    thumbnail: null,
    setup: blankSetup(),
    plan: {
      images: 6,
      pairs: 4,
      trials: 4,
      checks: 0,
      checks_note: null,
      weights: [1],
      bytes: 0,
      seconds: null,
      free_bytes: null,
      smallest_share: null,
    },
    faults: [],
    generation: { ...GENERATION, ...part.generation },
    evaluation: { ...EVALUATION, ...part.evaluation },
    errors: [],
    repairs: [],
    recovery: null,
    setup_locked: true,
    can_extend: true,
    extension: null,
    begun_setup: null,
    pack: null,
    is_pack: false,
    demo: false,
  };
  useSession.setState({ session: { phase: 'open', id: detail.session_id, detail } });
}

const trial = (number: number): NextTrial => exampleTrial(number);

let votes: CommandArgs<'vote.cast'>[];
let undos: number;
let isDone: boolean;
let held: Promise<void> | null;

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
  isBroken = false;
  held = null;
  useConnection.setState({ link: 'open' });
  const answers: Partial<Record<CommandName, (args: never) => unknown>> = {
    'trial.next': ({ ahead = 0 }: CommandArgs<'trial.next'>) =>
      isDone ? { done: true, waiting: 0 } : trial(votes.length + 1 + ahead),
    'vote.cast': async (args: CommandArgs<'vote.cast'>) => {
      votes.push(args);
      await held;
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

afterEach(() => {
  vi.unstubAllGlobals();
  setClient(null);
  useSession.setState({ session: { phase: 'blank' } });
  setJudgeSettings({ submitAtOnce: true, view: 'side', isPromptShown: false });
});

async function judging() {
  open();
  const user = userEvent.setup();
  render(<EvaluateScreen />);
  await screen.findByText('1 of 4');
  return user;
}

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

describe('while judging', () => {
  it('shows both pictures by neutral names, and asks one question', async () => {
    await judging();
    expect(screen.getAllByRole('img').map((image) => image.getAttribute('alt'))).toEqual([
      'Picture A',
      'Picture B',
    ]);
    expect(screen.getByText('Better style?')).toBeTruthy();
  });

  it('votes by key, wherever the focus is', async () => {
    const user = await judging();
    await user.keyboard('2');
    await screen.findByText('2 of 4');
    await waitFor(() => expect(votes).toMatchObject([{ trial_id: 't1', choice: 'B', stars: null }]));
  });

  it('sends stars that were set before the choice', async () => {
    const user = await judging();
    await user.click(screen.getByRole('button', { name: '4 stars' }));
    await user.click(screen.getByRole('button', { name: 'A' }));
    await waitFor(() => expect(votes).toMatchObject([{ choice: 'A', stars: 4 }]));
  });

  it('waits for Enter when a choice is not a vote at once', async () => {
    setJudgeSettings({ submitAtOnce: false });
    const user = await judging();
    await user.keyboard('1');
    expect(screen.getByRole('button', { name: 'A' }).getAttribute('aria-pressed')).toBe('true');
    expect(votes).toEqual([]);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(votes).toMatchObject([{ choice: 'A' }]));
  });

  it('leaves the keys to what is being typed', async () => {
    const user = await judging();
    const field = document.createElement('input');
    document.body.append(field);
    await user.type(field, '1s2');
    field.remove();
    expect(field.value).toBe('1s2');
    expect(votes).toEqual([]);
  });

  it('swaps the pictures while Space is held', async () => {
    const user = await judging();
    const names = () => screen.getAllByRole('img').map((image) => image.getAttribute('alt'));
    await user.keyboard('{ >}');
    expect(names()).toEqual(['Picture B', 'Picture A']);
    await user.keyboard('{/ }');
    expect(names()).toEqual(['Picture A', 'Picture B']);
  });

  it('swaps by Space also from a button that has the focus, which only Enter presses', async () => {
    const user = await judging();
    await user.keyboard('2');
    await screen.findByText('2 of 4');
    const names = () => screen.getAllByRole('img').map((image) => image.getAttribute('alt'));
    screen.getByRole('button', { name: /^Undo/ }).focus();
    await user.keyboard('{ >}');
    expect(names()).toEqual(['Picture B', 'Picture A']);
    await user.keyboard('{/ }');
    expect(names()).toEqual(['Picture A', 'Picture B']);
    expect(undos).toBe(0);
    await user.keyboard('{Enter}');
    await waitFor(() => expect(undos).toBe(1));
  });

  it('gives the focus back to the pictures after the keys were shown', async () => {
    const user = await judging();
    for (const leave of ['{Escape}', null]) {
      await user.keyboard('?');
      const dialog = await screen.findByRole('dialog', { name: 'Keys' });
      if (leave === null) await user.click(within(dialog).getByRole('button', { name: 'Close' }));
      else await user.keyboard(leave);
      await waitFor(() =>
        expect(document.activeElement).toBe(screen.getByRole('region', { name: 'Judging' })),
      );
    }
  });

  it('says keys in words to those who hear them', async () => {
    const user = await judging();
    await user.keyboard('?');
    expect(await screen.findByText('Z or Ctrl Z')).toBeTruthy();
  });

  it('takes no vote while nobody would keep it', async () => {
    const user = await judging();
    act(() => useConnection.setState({ link: 'lost' }));
    await user.keyboard('2');
    await user.click(screen.getByRole('button', { name: 'A' }));
    await user.keyboard('z');
    expect(screen.getByRole('button', { name: 'A' }).getAttribute('aria-disabled')).toBe('true');
    expect(screen.getByText('1 of 4')).toBeTruthy();
    act(() => useConnection.setState({ link: 'open' }));
    await user.keyboard('1');
    await screen.findByText('2 of 4');
    await waitFor(() => expect(votes).toMatchObject([{ trial_id: 't1', choice: 'A' }]));
    expect(undos).toBe(0);
  });

  it('takes no vote where another copy has the session, and says why', async () => {
    open({ state: 'read_only' });
    const user = userEvent.setup();
    render(<EvaluateScreen />);
    await screen.findAllByRole('img');
    for (const name of ['A', 'B', 'Same', 'Skip', 'Undo']) {
      const button = screen.getByRole('button', {
        name,
        description: 'Open for writing in another copy of Blindfold',
      });
      expect(button.getAttribute('aria-disabled')).toBe('true');
      await user.click(button);
    }
    await user.keyboard('1sz');
    expect(screen.getByText('1 of 4')).toBeTruthy();
    expect(votes).toEqual([]);
    expect(undos).toBe(0);
  });

  it('moves the count with the pictures, not before them', async () => {
    const user = await judging();
    let release = () => {};
    held = new Promise((resolve) => {
      release = resolve;
    });
    let number = 0;
    for (let { shown } = useEvaluation.getState(); shown !== null; { shown } = useEvaluation.getState()) {
      number = shown.trial.number;
      await user.keyboard('1');
    }
    expect(screen.getByText(`${number} of 4`)).toBeTruthy();
    release();
    await screen.findByText(`${number + 1} of 4`);
  });

  it('shows the prompt only when asked for', async () => {
    const user = await judging();
    expect(screen.queryByText('a red fox in deep snow')).toBeNull();
    await user.keyboard('p');
    expect(screen.getByText('a red fox in deep snow')).toBeTruthy();
  });

  it('shows one picture at a time in the other view', async () => {
    const user = await judging();
    await user.keyboard('v');
    expect(screen.getAllByRole('img')).toHaveLength(1);
  });

  it('shows the way to make a picture again that is gone', async () => {
    isBroken = true;
    open();
    render(<EvaluateScreen />);
    const word = await screen.findByText(/^Neither picture can be shown\./);
    expect(word.textContent).toContain('Generate can make it again');
    await userEvent.click(screen.getByRole('button', { name: 'Go to Generate' }));
    expect(useView.getState().tab).toBe('generate');
  });

  it('asks before it finishes early', async () => {
    const user = await judging();
    await user.click(screen.getByRole('button', { name: 'More' }));
    await user.click(await screen.findByRole('menuitem', { name: 'Finish early' }));
    await waitFor(() => expect(document.activeElement?.textContent).toBe('Cancel'));
    await user.click(await screen.findByRole('button', { name: 'Finish' }));
    await screen.findByText('Finished early, with 0 of 4 votes');
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
