import { create } from 'zustand';
import { AppFailure } from '../../core/contract/failure';
import { type PresetEntry, presetKey } from '../../core/contract/presetView';
import { stringifyJson } from '../../core/session/json';
import { blankSetup, type Setup } from '../../core/session/setup';
import { call, failureText } from './backend';
import { tell, tellFailure } from './notices';
import { editSetup, laterEdit, setUnreadable, useDraft } from './setupDraft';

interface PresetStore {
  /** By name; null until they were answered. */
  presets: readonly PresetEntry[] | null;
  /** Why they could not be read, in a sentence; null while they could. */
  failure: string | null;
}

/** The set-ups that are kept under names. */
export const usePresets = create<PresetStore>()(() => ({ presets: null, failure: null }));

function heard({ presets }: { presets: readonly PresetEntry[] }): void {
  usePresets.setState({ presets, failure: null });
}

export async function fetchPresets(): Promise<void> {
  try {
    heard(await call('preset.list', {}));
  } catch (error) {
    usePresets.setState({ failure: failureText(error) });
  }
}

/** Whether a preset of that name is there; case does not count. */
export function findPreset(name: string): PresetEntry | undefined {
  const wanted = presetKey(name);
  return usePresets.getState().presets?.find((preset) => presetKey(preset.name) === wanted);
}

/** Keeps the set-up as it stands. Out: why it was not kept, in a sentence; null when it was. */
export async function savePreset(name: string, replace: boolean): Promise<string | null> {
  try {
    heard(await call('preset.save', { name, setup: useDraft.getState().draft.setup, replace }));
    tell(`Preset “${name}” ${replace ? 'replaced' : 'saved'}`, 'done');
    return null;
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    return error.message;
  }
}

/** Puts a preset in the place of the set-up; the server stays. What was there comes back by Undo. Out: whether it was done. */
export async function applyPreset(name: string): Promise<boolean> {
  try {
    const { setup } = await call('preset.get', { name });
    const before = useDraft.getState().draft;
    for (const field of Object.keys(before.unreadable)) setUnreadable(field, null);
    editSetup(withoutServers(setup));
    const text = `Set-up of “${name}” taken`;
    if (isBlank(before.setup)) tell(text);
    else tell(text, 'plain', { label: 'Undo', run: laterEdit(() => withoutServers(before.setup)) });
    return true;
  } catch (error) {
    tellFailure(error);
    return false;
  }
}

function withoutServers(setup: Setup): Partial<Setup> {
  const { servers: _stays, ...rest } = setup;
  return rest;
}

function isBlank(setup: Setup): boolean {
  return (
    stringifyJson({ ...blankSetup(), servers: setup.servers }) ===
    stringifyJson({ ...blankSetup(), ...setup })
  );
}

/** Deletes a preset; it comes back by Undo. */
export async function deletePreset(name: string): Promise<void> {
  try {
    const { setup } = await call('preset.get', { name });
    heard(await call('preset.delete', { name }));
    const run = () => void call('preset.save', { name, setup: { ...setup } }).then(heard, tellFailure);
    tell(`Preset “${name}” deleted`, 'plain', { label: 'Undo', run });
  } catch (error) {
    tellFailure(error);
    await fetchPresets();
  }
}
