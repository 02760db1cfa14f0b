import { afterEach, describe, expect, it, vi } from 'vitest';
import type { SessionDetail } from '../../core/contract/sessionView';
import { actionOfKey, chooseFromMenu, followActionKeys } from './actionKeys';
import { actionOffs } from './actionOffs';
import { followMenu } from './actions';
import { setClient } from './backend';
import { useConnection } from './connection';
import { closeLayer, useLayer } from './layer';
import { useNotices } from './notices';
import { useSession } from './session';
import { showTab, useView } from './view';

const press = (key: string, more: object = {}) => ({
  key,
  code: '',
  ctrlKey: true,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...more,
});
const MAC = { ctrlKey: false, metaKey: true };

function open(more: object = {}): void {
  const detail = {
    session_id: '20260412_214507',
    state: 'ok',
    sample: false,
    pack: null,
    saved_at: 'x',
    unsaved_changes: 0,
    setup_locked: true,
    can_extend: true,
    generation: { status: 'running', phase: 'making' },
    ...more,
  } as unknown as SessionDetail;
  useSession.setState({ session: { phase: 'open', id: detail.session_id, detail } });
}

function answering(call = vi.fn(async (_command: string, _args: unknown) => ({}))) {
  setClient({ call, onPush: () => () => undefined } as never);
  useConnection.setState({ link: 'open', info: { host: 'browser' } as never });
  return call;
}

afterEach(() => {
  setClient(null);
  useConnection.setState({ link: 'connecting', info: null });
  useSession.setState({ session: { phase: 'blank' } });
  useNotices.setState({ notices: [] });
  closeLayer();
  showTab('setup');
  document.body.replaceChildren();
  vi.unstubAllGlobals();
});

describe('the keys of the actions', () => {
  it('are the command key of the system with a letter, a digit by its place, and F1', () => {
    expect(actionOfKey(press('k'), false, false)).toBe('palette');
    expect(actionOfKey(press('P', { shiftKey: true }), false, false)).toBe('palette');
    expect(actionOfKey(press('k', MAC), true, false)).toBe('palette');
    expect(actionOfKey(press('k'), true, false)).toBeNull();
    expect(actionOfKey(press('S', { shiftKey: true }), false, false)).toBe('save_copy');
    expect(actionOfKey(press('&', { code: 'Digit1' }), false, true)).toBe('setup');
    expect(actionOfKey(press('F1', { ctrlKey: false }), false, false)).toBe('guide');
    expect(actionOfKey(press('F1'), false, false)).toBeNull();
    expect(actionOfKey(press('s', { altKey: true }), false, false)).toBeNull();
  });

  it('leave a browser its own', () => {
    for (const key of ['n', 'f', '1']) {
      expect(actionOfKey(press(key), false, false)).toBeNull();
      expect(actionOfKey(press(key), false, true)).not.toBeNull();
    }
  });

  it('do nothing behind a dialog, nor does the menu, and close the palette that they opened', () => {
    answering();
    const stop = followActionKeys(false);
    const hit = (key: string) =>
      window.dispatchEvent(new KeyboardEvent('keydown', { ...press(key), cancelable: true }));
    expect(hit('k')).toBe(false);
    expect(useLayer.getState().layer).toBe('palette');
    hit('k');
    expect(useLayer.getState().layer).toBeNull();
    document.body.innerHTML = '<div role="dialog"></div>';
    hit(',');
    chooseFromMenu({ item: 'report' });
    expect(useView.getState()).toMatchObject({ settings: null, tab: 'setup' });
    document.body.innerHTML = '<div role="dialog" class="toast"></div>';
    chooseFromMenu({ item: 'report' });
    expect(useView.getState().tab).toBe('report');
    stop();
    hit('k');
    expect(useLayer.getState().layer).toBeNull();
  });
});

describe('what cannot be done now', () => {
  it('is said with its reason by the action itself, which then does nothing', () => {
    const call = answering();
    chooseFromMenu({ item: 'pause' });
    expect(useNotices.getState().notices.map(({ text }) => text)).toEqual([
      'Pause the run: nothing is being made.',
    ]);
    expect(call).not.toHaveBeenCalled();
  });

  it('follows the open session', () => {
    answering();
    expect(actionOffs()).toMatchObject({ export: 'no session is open', start: 'nothing is set up yet' });
    open();
    expect(actionOffs()).toMatchObject({ start: 'it goes on already', save: 'everything is saved' });
    expect(actionOffs().pause).toBeUndefined();
    open({ generation: { status: 'running', phase: 'queued' } });
    expect(actionOffs()).toMatchObject({ pause: 'it waits for its turn' });
    expect(actionOffs().stop).toBeUndefined();
    open({ sample: true, state: 'read_only', can_extend: false, generation: { status: 'completed' } });
    expect(actionOffs()).toMatchObject({
      save: 'the sample stays as it is',
      start: 'the sample stays as it is',
      discard: 'cannot be changed',
    });
    useConnection.setState({ link: 'lost' });
    expect(actionOffs()).toMatchObject({ new: 'Blindfold is not answering' });
    expect(actionOffs().guide).toBeUndefined();
  });

  it('is greyed out in the menu bar, told again only when it changes', () => {
    vi.stubGlobal('blindfold', {});
    const call = answering();
    const off = () => call.mock.calls.map(([, args]) => (args as { off: string[] }).off.includes('pause'));
    const stop = followMenu();
    useConnection.setState({ refusal: null });
    expect(off()).toEqual([true]);
    open();
    expect(off()).toEqual([true, false]);
    stop();
    open({ generation: { status: 'paused' } });
    expect(off()).toHaveLength(2);
  });
});
