import { fireEvent, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { AppFailure } from '../core/contract/failure';
import type { SessionDetail, SessionSummary } from '../core/contract/sessionView';
import { CannotOpen } from './CannotOpen';
import { FileDrop } from './FileDrop';
import { MissingImages } from './MissingImages';
import { Proposal } from './Proposal';
import { OldOffer } from './sidebar/OldOffer';
import { setClient } from './store/backend';
import { useNotices } from './store/notices';
import { lookForOldSession, useOldSession } from './store/oldSession';
import { askForProposal, useProposal } from './store/proposal';
import { useSession } from './store/session';
import { useTasks } from './store/tasks';

const ID = '20260412_214507';
const summary = (more: Partial<SessionSummary> = {}) =>
  ({
    session_id: ID,
    label: `${ID} - fox`,
    state: 'ok',
    status: 'completed',
    step: 3,
    lora_filename: 'styles/fox.safetensors',
    ...more,
  }) as SessionSummary;

/** A backend that answers what it is told; the answer counts its calls. */
function fakeBackend(answers: Record<string, unknown>) {
  const call = vi.fn(async (command: string, _args?: unknown) => {
    if (command in answers) return answers[command];
    throw new AppFailure('not_possible', `The test has no ${command}.`);
  });
  setClient({ call, onPush: () => () => undefined } as never);
  return call;
}

afterEach(() => {
  setClient(null);
  sessionStorage.clear();
  localStorage.clear();
  vi.unstubAllGlobals();
  useProposal.setState({ proposed: null, reason: null });
  useOldSession.setState({ found: null, isBusy: false });
  useSession.setState({ session: { phase: 'blank' } });
  useNotices.setState({ notices: [] });
  useTasks.setState({ tasks: [], outcomes: [] });
});

describe('the proposal of a fresh start', () => {
  const answer = {
    session_id: ID,
    status: 'completed',
    reason: '57 of 120 votes are cast.',
    summary: summary(),
  };

  it('opens its session, or is put away for as long as the window lives', async () => {
    const user = userEvent.setup();
    const call = fakeBackend({ 'session.active': answer });
    render(<Proposal />);
    await askForProposal();
    expect(await screen.findByText(`Go on with fox, ${ID}?`)).toBeTruthy();
    expect(screen.getByText('57 of 120 votes are cast.')).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Not now' }));
    expect(screen.queryByText(`Go on with fox, ${ID}?`)).toBeNull();
    await askForProposal();
    expect(call).toHaveBeenCalledTimes(1);

    sessionStorage.clear();
    await askForProposal();
    await user.click(await screen.findByRole('button', { name: 'Go on' }));
    await waitFor(() => expect(useSession.getState().session).toMatchObject({ id: ID }));
  });

  it('is not there when there is none, nor over an open session', async () => {
    fakeBackend({ 'session.active': { session_id: null, status: null, reason: null, summary: null } });
    const { container } = render(<Proposal />);
    await askForProposal();
    expect(container.textContent).toBe('');
  });
});

describe('files of an older tool', () => {
  const found = {
    path: '/x/current_session.json',
    lora_filename: 'styles/fox.safetensors',
    pairs: 24,
    votes: 31,
    images_found: 46,
    images_missing: 2,
  };

  it('are offered with their counts, and not again once they were put away, until they change', async () => {
    const user = userEvent.setup();
    fakeBackend({ 'session.findOld': { found } });
    render(<OldOffer place="sidebar" />);
    await lookForOldSession();
    expect(
      await screen.findByText(
        /, of fox: it has 24 pairs and 31 votes\. 2 images of it are not there any more\./,
      ),
    ).toBeTruthy();
    expect(screen.getByText('current_session.json').title).toBe('/x/current_session.json');
    await user.click(screen.getByRole('button', { name: 'Not now' }));
    await lookForOldSession();
    expect(screen.queryByText(/24 pairs/)).toBeNull();
    fakeBackend({ 'session.findOld': { found: { ...found, votes: 32 } } });
    await lookForOldSession();
    expect(await screen.findByText(/32 votes/)).toBeTruthy();
  });

  it('are taken in, which is told with the way there', async () => {
    const user = userEvent.setup();
    fakeBackend({ 'session.findOld': { found }, 'session.importOld': summary() });
    render(<OldOffer place="sidebar" />);
    await lookForOldSession();
    await user.click(await screen.findByRole('button', { name: 'Take it in' }));
    await waitFor(() =>
      expect(useNotices.getState().notices).toMatchObject([
        { text: 'The old session was taken in', act: { label: 'Open' } },
      ]),
    );
    expect(screen.queryByRole('button', { name: 'Take it in' })).toBeNull();
  });
});

describe('a session that cannot be opened', () => {
  const failed = (state: SessionSummary['state'] | null) => ({
    phase: 'failed' as const,
    id: ID,
    message: 'Its files cannot be read.',
    summary: state === null ? null : summary({ state }),
  });
  const buttons = () => screen.getAllByRole('button').map(({ textContent }) => textContent);

  it('offers what can be done with it', () => {
    const { rerender } = render(<CannotOpen session={failed('damaged')} />);
    expect(screen.getByText(/Its files cannot be read\./)).toBeTruthy();
    expect(buttons()).toEqual(['What helps', 'Check this session', 'Delete']);
    rerender(<CannotOpen session={failed('archived')} />);
    expect(screen.getByRole('heading').textContent).toBe('fox is archived');
    expect(buttons()).toEqual(['Bring back']);
    rerender(<CannotOpen session={failed(null)} />);
    expect(buttons()).toEqual(['What helps', 'Try again', 'New session']);
  });
});

describe('missing images', () => {
  it('are counted, and made again at a press', async () => {
    const user = userEvent.setup();
    const call = fakeBackend({
      'generation.resume': { status: 'running', images_done: 9, images_total: 12 },
    });
    const detail = {
      ...summary(),
      missing_images: [4, 7, 12],
      pack: null,
      generation: { status: 'completed' },
    } as unknown as SessionDetail;
    useSession.setState({ session: { phase: 'open', id: ID, detail } });
    render(<MissingImages />);
    expect(screen.getByText('3 images of this session are missing.')).toBeTruthy();
    expect(screen.getByText(/They were made, and their files are gone or torn/)).toBeTruthy();
    await user.click(screen.getByRole('button', { name: 'Make them again' }));
    await waitFor(() => expect(call).toHaveBeenCalledWith('generation.resume', { session_id: ID }));
    // While they are made nobody is told that they are missing.
    await waitFor(() => expect(screen.queryByText(/are missing/)).toBeNull());
  });
});

describe('a zip that is dropped on the window', () => {
  const zip = new File(['PK'], 'two.zip', { type: 'application/zip' });
  const transfer = (file: File) => ({
    dataTransfer: {
      items: [{ kind: 'file', type: file.type, getAsFile: () => file, webkitGetAsEntry: () => null }],
      dropEffect: 'none',
    },
  });

  it('is sent to the host, and what came of it is told', async () => {
    const fetched = vi.fn(async (_path: string, _init?: RequestInit) => ({
      ok: true,
      text: async () =>
        JSON.stringify({ sessions: [summary()], remarks: ['Its id was taken, so it has a new one.'] }),
    }));
    vi.stubGlobal('fetch', fetched);
    fakeBackend({});
    render(<FileDrop />);
    fireEvent.dragEnter(window, transfer(zip));
    expect(await screen.findByText('Drop the zip to take its sessions in')).toBeTruthy();
    fireEvent.drop(window, transfer(zip));
    expect(screen.queryByText('Drop the zip to take its sessions in')).toBeNull();
    await waitFor(() =>
      expect(useTasks.getState().outcomes).toMatchObject([
        { title: '1 session taken in', lines: ['Its id was taken, so it has a new one.'] },
      ]),
    );
    expect(fetched.mock.calls[0]?.[0]).toBe('/api/sessions/import');
    expect(fetched.mock.calls[0]?.[1]).toMatchObject({ method: 'POST', body: zip });
  });

  it('is refused in the words of the host', async () => {
    vi.stubGlobal('fetch', async () => ({
      ok: false,
      text: async () => JSON.stringify({ error: { code: 'bad_request', message: 'This is no zip.' } }),
    }));
    fakeBackend({});
    render(<FileDrop />);
    fireEvent.drop(window, transfer(zip));
    await waitFor(() =>
      expect(useNotices.getState().notices).toMatchObject([{ text: 'This is no zip.', tone: 'fault' }]),
    );
  });

  it('is told from a workflow, a text, and a picture of the page that is dragged over the window', () => {
    render(<FileDrop />);
    const text = new File(['x'], 'a.txt', { type: 'text/plain' });
    fireEvent.dragEnter(window, transfer(text));
    expect(screen.queryByText(/^Drop/)).toBeNull();
    fireEvent.dragLeave(window, transfer(text));
    const film = new File(['x'], 'a.mp4', { type: 'video/mp4' });
    fireEvent.dragEnter(window, transfer(film));
    expect(screen.getByText('This file cannot be taken in')).toBeTruthy();
    // The browser would leave the page for it.
    expect(fireEvent.dragOver(window, transfer(film))).toBe(false);
    // What it was over last has left the page, and nobody tells that the drag is over.
    fireEvent.dragEnter(window, transfer(film));
    fireEvent.pointerMove(window);
    expect(screen.queryByText('This file cannot be taken in')).toBeNull();
    const picture = new File(['x'], 'a.png', { type: 'image/png' });
    fireEvent.dragStart(window);
    fireEvent.dragEnter(window, transfer(picture));
    expect(screen.queryByText(/^Drop/)).toBeNull();
    fireEvent.dragEnd(window);
    fireEvent.dragEnter(window, transfer(picture));
    expect(screen.getByText('Drop the workflow to make the images with it')).toBeTruthy();
    fireEvent.dragLeave(window, transfer(picture));
    expect(screen.queryByText(/^Drop/)).toBeNull();
  });
});
