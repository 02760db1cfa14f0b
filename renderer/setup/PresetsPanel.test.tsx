import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import type { SessionDetail } from '../../core/contract/sessionView';
import { blankSetup, type Setup } from '../../core/session/setup';
import { setClient } from '../store/backend';
import { blankDraft } from '../store/draft';
import { useNotices } from '../store/notices';
import { usePresets } from '../store/presets';
import { useSession } from '../store/session';
import { editSetup, setUnreadable, useDraft } from '../store/setupDraft';
import { PresetsButton } from './PresetsButton';

type ClientCall = NonNullable<Parameters<typeof setClient>[0]>['call'];

/** A backend that keeps presets, as far as the page needs one. */
const kept = new Map<string, Setup>();
let refusal: AppFailure | null = null;
const list = () => ({
  presets: [...kept.keys()].sort().map((name) => ({ name, saved_at: '2026-04-12T21:45:07Z' })),
});

async function answer(command: string, args: { name: string; setup: Setup }): Promise<unknown> {
  if (refusal !== null && command.startsWith('preset.')) throw refusal;
  switch (command) {
    case 'preset.get':
      return { name: args.name, setup: kept.get(args.name) };
    case 'preset.save':
      kept.set(args.name, { ...args.setup, servers: [] });
      return list();
    case 'preset.delete':
      kept.delete(args.name);
      return list();
    case 'preset.list':
      return list();
    default:
      throw new AppFailure('host_unreachable', 'none');
  }
}

const setup = () => useDraft.getState().draft.setup;
const told = () => useNotices.getState().notices.at(-1);

async function open() {
  const user = userEvent.setup();
  render(<PresetsButton />);
  await user.click(screen.getByRole('button', { name: 'Presets' }));
  await screen.findByRole('textbox', { name: 'Name of a new preset' });
  return user;
}

describe('the presets', () => {
  beforeEach(() => {
    kept.clear();
    refusal = null;
    usePresets.setState({ presets: null, failure: null });
    useNotices.setState({ notices: [] });
    useSession.setState({ session: { phase: 'blank' } });
    useDraft.setState({ draft: blankDraft(['gpu-box']), isAttempted: false });
    setClient({
      call: answer as ClientCall,
      onPush: () => () => undefined,
      onState: () => () => undefined,
      dispose: () => undefined,
    });
  });
  afterEach(() => setClient(null));

  it('keep the set-up under a name, and replace only when asked to', async () => {
    editSetup({ seeds: [1] });
    const user = await open();
    expect(await screen.findByText(/^There are none yet/)).toBeTruthy();
    const field = screen.getByRole('textbox', { name: 'Name of a new preset' });
    await user.type(field, 'Mine{Enter}');
    await screen.findByRole('button', { name: /^Use Mine/ });
    editSetup({ seeds: [2] });
    await user.type(field, ' mine {Enter}');
    expect(await screen.findByText(/There is a preset of that name/)).toBeTruthy();
    expect(kept.get('Mine')?.seeds).toEqual([1]);
    await user.click(screen.getByRole('button', { name: 'Replace' }));
    expect(kept.get('mine')?.seeds).toEqual([2]);
    expect(screen.queryByText(/There is a preset of that name/)).toBeNull();
  });

  it('say beside the name why one is not kept', async () => {
    const user = await open();
    refusal = new AppFailure('not_possible', '200 presets are the most. Delete one first.');
    await user.type(screen.getByRole('textbox', { name: 'Name of a new preset' }), 'Mine{Enter}');
    expect((await screen.findByRole('alert')).textContent).toBe(
      '200 presets are the most. Delete one first.',
    );
  });

  it('take the place of a blank set-up without a word of undo, the server stays', async () => {
    kept.set('Mine', { ...blankSetup(), seeds: [18446744073709551615n], loras: ['a.safetensors'] });
    const user = await open();
    await user.click(await screen.findByRole('button', { name: /^Use Mine/ }));
    expect(setup()).toMatchObject({
      seeds: [18446744073709551615n],
      loras: ['a.safetensors'],
      servers: ['gpu-box'],
    });
    expect(told()).toMatchObject({ text: 'Set-up of “Mine” taken' });
    expect(told()?.undo).toBeUndefined();
    expect(screen.queryByRole('textbox', { name: 'Name of a new preset' })).toBeNull();
  });

  it('give back by Undo what was there before', async () => {
    kept.set('Mine', { ...blankSetup(), seeds: [7] });
    editSetup({ seeds: [1, 2], metrics: ['Style'] });
    setUnreadable('setup.sampling.cfg', 'abc');
    const user = await open();
    await user.click(await screen.findByRole('button', { name: /^Use Mine/ }));
    expect(setup()).toMatchObject({ seeds: [7], metrics: ['Quality'] });
    expect(useDraft.getState().draft.unreadable).toEqual({});
    told()?.undo?.run();
    expect(setup()).toMatchObject({ seeds: [1, 2], metrics: ['Style'], servers: ['gpu-box'] });
  });

  it('are not taken for a set-up that is fixed, which is said', async () => {
    kept.set('Mine', { ...blankSetup(), seeds: [7] });
    const detail = { setup_locked: true, state: 'ok', generation: { status: 'completed' } } as SessionDetail;
    useSession.setState({ session: { phase: 'open', id: '20260412_214507', detail } });
    const user = await open();
    await user.click(await screen.findByRole('button', { name: /^Use Mine.*This set-up is fixed/ }));
    expect(setup().seeds).toEqual([]);
    expect(screen.getByRole('textbox', { name: 'Name of a new preset' })).toBeTruthy();
  });

  it('are deleted, and come back by Undo', async () => {
    kept.set('Mine', { ...blankSetup(), seeds: [7] });
    const user = await open();
    await user.click(await screen.findByRole('button', { name: 'Delete Mine' }));
    expect(await screen.findByText(/^There are none yet/)).toBeTruthy();
    told()?.undo?.run();
    expect(await screen.findByRole('button', { name: /^Use Mine/ })).toBeTruthy();
    expect(kept.get('Mine')?.seeds).toEqual([7]);
  });

  it('can be searched when they are many', async () => {
    for (let index = 0; index < 12; index += 1) kept.set(`Preset ${index}`, blankSetup());
    const user = await open();
    await user.type(await screen.findByRole('textbox', { name: 'Search the presets' }), '11');
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
  });
});
