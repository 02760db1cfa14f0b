import { render, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { CommandAnswer, CommandArgs, CommandName } from '../../../core/contract/commands';
import { AppFailure } from '../../../core/contract/failure';
import type { SessionDetail } from '../../../core/contract/sessionView';
import { exampleDetail } from '../../../core/testing/exampleDetail';
import { exampleEvaluation, exampleRater } from '../../../core/testing/exampleEvaluation';
import { RedoDialog } from '../../RedoDialog';
import { setClient } from '../../store/backend';
import { useConnection } from '../../store/connection';
import { useNotices } from '../../store/notices';
import { chooseRater, ownRaterOf } from '../../store/ownRater';
import { useDetail, useSession } from '../../store/session';
import { RaterMenu } from './RaterMenu';

type Client = NonNullable<Parameters<typeof setClient>[0]>;
type Answers = Partial<Record<CommandName, (args: never) => unknown>>;

const ID = '20260412_214507';
const RATERS = [
  exampleRater('rater 1', 2, 4),
  exampleRater('Ann', 1, 4),
  exampleRater('Bo', 4, 4, { from_pack: true }),
];
const EVALUATION = exampleEvaluation({ raters: RATERS, votes_done: 7, votes_total: 12 });

let asked: { command: CommandName; args: unknown }[];
let answers: Answers;

beforeEach(() => {
  asked = [];
  answers = { 'session.get': () => exampleDetail(ID, { evaluation: EVALUATION }) };
  const client: Client = {
    call: async <C extends CommandName>(command: C, args: CommandArgs<C>): Promise<CommandAnswer<C>> => {
      asked.push({ command, args });
      const answer = answers[command];
      if (answer === undefined) throw new Error(`The test has no ${command}.`);
      return (await answer(args as never)) as CommandAnswer<C>;
    },
    onPush: () => () => undefined,
    onState: () => () => undefined,
    dispose: () => undefined,
  };
  setClient(client);
  useConnection.setState({ link: 'open' });
  useNotices.setState({ notices: [] });
});
afterEach(() => {
  chooseRater(ID, null);
  useSession.setState({ session: { phase: 'blank' } });
  setClient(null);
});

function Shown() {
  const detail = useDetail();
  return (
    <>
      {detail === null ? null : <RaterMenu detail={detail} />}
      <RedoDialog />
    </>
  );
}

async function openMenu(changes: Partial<SessionDetail> = {}) {
  const detail = exampleDetail(ID, { evaluation: EVALUATION, ...changes });
  useSession.setState({ session: { phase: 'open', id: ID, detail } });
  render(<Shown />);
  const user = userEvent.setup();
  await user.click(screen.getByRole('button', { name: /^Rater: / }));
  await screen.findByRole('dialog');
  return user;
}

const notices = () => useNotices.getState().notices.map(({ text }) => text);

describe('the menu of raters', () => {
  it('lists everybody with their progress, and lets somebody else of this machine judge', async () => {
    const user = await openMenu();
    const list = screen.getByRole('list', { name: 'Raters' });
    expect(
      within(list)
        .getAllByRole('listitem')
        .map(({ textContent }) => textContent),
    ).toEqual(['rater 12 of 4', 'Ann1 of 4', 'BoRating pack4 of 4']);
    expect(within(list).queryByRole('button', { name: /^Bo/ })).toBeNull();
    await user.click(within(list).getByRole('button', { name: /^Ann/ }));
    expect(ownRaterOf(ID)).toBe('Ann');
    await screen.findByRole('button', { name: 'Rater: Ann' });
    expect(asked).toEqual([]);
  });

  it('adds somebody by a name that nobody has', async () => {
    const user = await openMenu();
    await user.click(screen.getByRole('button', { name: 'Add another rater' }));
    await user.keyboard('ann{Enter}');
    expect(screen.getByRole('alert').textContent).toMatch(/called so already/);
    expect(ownRaterOf(ID)).toBeNull();
    await user.clear(screen.getByRole('textbox'));
    await user.keyboard(' Cy {Enter}');
    expect(ownRaterOf(ID)).toBe('Cy');
    await screen.findByRole('button', { name: 'Rater: Cy' });
  });

  it('gives a rater another name, and leaves it as it is at Escape', async () => {
    answers['rater.name'] = () => ({
      ...EVALUATION,
      raters: [{ ...RATERS[0], label: 'Zoe' }, ...RATERS.slice(1)],
    });
    const user = await openMenu();
    await user.click(screen.getByRole('button', { name: 'Rename rater 1' }));
    await user.keyboard('x{Escape}');
    expect(screen.getByRole('dialog')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Rename rater 1' }));
    await user.keyboard('Zoe{Enter}');
    await screen.findByRole('button', { name: 'Rater: Zoe' });
    expect(asked).toEqual([
      { command: 'rater.name', args: { session_id: ID, rater: 'rater 1', label: 'Zoe' } },
    ]);
  });

  it('takes votes in and says what came of it', async () => {
    answers['pack.merge'] = () => ({
      evaluation: EVALUATION,
      rater: 'Bo',
      label: 'Bo',
      added: 2,
      changed: 0,
      removed: 0,
      message: '2 votes of Bo came in.',
    });
    const user = await openMenu();
    await user.upload(
      screen.getByLabelText('File of votes'),
      new File(['{"a":1}'], 'bo.json', { type: 'application/json' }),
    );
    await waitFor(() => expect(notices()).toEqual(['2 votes of Bo came in.']));
    expect(asked[0]).toEqual({ command: 'pack.merge', args: { session_id: ID, text: '{"a":1}' } });
  });

  it('tells why votes were not taken', async () => {
    answers['pack.merge'] = () => {
      throw new AppFailure('not_possible', 'These votes belong to another session.');
    };
    const user = await openMenu();
    await user.upload(
      screen.getByLabelText('File of votes'),
      new File(['{}'], 'bo.json', { type: 'application/json' }),
    );
    await waitFor(() => expect(notices()).toEqual(['These votes belong to another session.']));
  });

  it('begins anew only after a question that says what happens', async () => {
    answers['evaluation.redo'] = () => exampleEvaluation({ round: 1 });
    const user = await openMenu();
    await user.click(screen.getByRole('button', { name: 'Judge again from the start' }));
    const question = await screen.findByRole('alertdialog', { name: 'Judge all pairs again?' });
    expect(question.textContent).toMatch(
      /The 7 votes so far stay in the history, those of other raters among them, and do not count any more\./,
    );
    expect(asked).toEqual([]);
    await user.click(within(question).getByRole('button', { name: 'Judge again' }));
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull());
    expect(asked.map(({ command }) => command)).toEqual(['evaluation.redo', 'session.get']);
  });

  it('is a name and the way back for the votes in an opened rating pack', async () => {
    const saved: Blob[] = [];
    URL.createObjectURL = (blob) => {
      saved.push(blob as Blob);
      return 'blob:votes';
    };
    answers['pack.votes'] = () => ({ name: 'votes.json', text: '{"votes":[]}', votes: 2 });
    const user = await openMenu({ is_pack: true, pack: { pack_id: 'aa' } });
    expect(screen.queryByRole('button', { name: 'Make a rating pack' })).toBeNull();
    expect(screen.getByRole('textbox', { name: 'Your name' })).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Save the votes as a file' }));
    await waitFor(() =>
      expect(notices()).toEqual(['The 2 votes go into votes.json. Send the file to whoever made the pack.']),
    );
    expect(await saved[0]?.text()).toBe('{"votes":[]}');
  });
});
