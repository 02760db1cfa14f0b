import { create } from 'zustand';
import { AppFailure } from '../../core/contract/failure';
import { type AppSettings, type SettingsView, settingsSchema } from '../../core/contract/settings';
import { call, failureText } from './backend';
import { askAboutApp } from './connection';
import { tellFailure } from './notices';

export type SettingName = keyof AppSettings;

interface SettingsStore {
  /** Null until they were answered. */
  view: SettingsView | null;
  /** Why they could not be read; null while they could. */
  failure: string | null;
  /** What is wrong with what was last put into a setting, in a sentence. */
  faults: Readonly<Partial<Record<SettingName, string>>>;
  /** Settings that are on their way to be kept. */
  saving: ReadonlySet<SettingName>;
  /** What was kept a moment ago, for the quiet mark beside it. */
  kept: SettingName | null;
}

const AT_FIRST: SettingsStore = { view: null, failure: null, faults: {}, saving: new Set(), kept: null };

/** The settings, as the settings page shows and changes them. */
export const useSettings = create<SettingsStore>()(() => AT_FIRST);

/** For how long what was kept is marked, in ms. */
const MARK_MS = 2500;
let mark: ReturnType<typeof setTimeout> | null = null;

/** Asks for all settings; a failure is said on the page. */
export async function fetchSettings(): Promise<void> {
  try {
    settingsChanged(await call('settings.get', {}));
  } catch (error) {
    useSettings.setState({ failure: failureText(error) });
  }
}

/** Asks again for settings whose file could not be read, and whether it can be now. */
export async function lookAtSettingsAgain(): Promise<void> {
  await fetchSettings();
  await askAboutApp();
}

/** Takes settings that came by push or as an answer. */
export function settingsChanged(view: SettingsView): void {
  useSettings.setState({ view, failure: null });
}

/** Puts a setting back from faulty to what it is. */
export function dropFault(name: SettingName): void {
  useSettings.setState(({ faults }) => ({ faults: without(faults, name) }));
}

/** What is wrong with a value, in the setting's own words; null when it can be kept. */
export function settingFault<N extends SettingName>(name: N, value: unknown): string | null {
  const checked = settingsSchema.shape[name].safeParse(value);
  return checked.success ? null : (checked.error.issues[0]?.message ?? 'This cannot be kept.');
}

/** Says beside a setting what is wrong with what was typed. */
export function showFault(name: SettingName, message: string): void {
  useSettings.setState(({ faults, kept }) => ({
    faults: { ...faults, [name]: message },
    kept: kept === name ? null : kept,
  }));
}

/** Changes one setting and keeps it. What is wrong with it is said beside it. Out: whether it was kept. */
export async function changeSetting<N extends SettingName>(name: N, value: AppSettings[N]): Promise<boolean> {
  const { view } = useSettings.getState();
  if (view === null) return false;
  const fault = settingFault(name, value);
  if (fault !== null) {
    showFault(name, fault);
    return false;
  }
  dropFault(name);
  if (view.settings[name] === value) return true;
  useSettings.setState(({ saving }) => ({ saving: new Set([...saving, name]) }));
  try {
    settingsChanged(await call('settings.change', { changes: { [name]: value } }));
    markKept(name);
    if (name === 'default_server') void askAboutApp();
    return true;
  } catch (error) {
    const message = faultOf(error, name);
    if (message === null) tellFailure(error);
    else showFault(name, message);
    return false;
  } finally {
    useSettings.setState(({ saving }) => ({ saving: new Set([...saving].filter((one) => one !== name)) }));
  }
}

/** What a refusal says of one setting; null when it speaks of something else. */
function faultOf(error: unknown, name: SettingName): string | null {
  if (!(error instanceof AppFailure) || error.code === 'host_unreachable') return null;
  const detail = error.details?.find(({ field }) => isAbout(field, name));
  if (detail !== undefined) return detail.message;
  // One setting was sent, so a refusal without a field can mean no other.
  return error.field === undefined || isAbout(error.field, name) ? error.message : null;
}

function isAbout(field: string, name: SettingName): boolean {
  return field === name || field === `changes.${name}`;
}

function markKept(name: SettingName): void {
  if (mark !== null) clearTimeout(mark);
  useSettings.setState({ kept: name });
  mark = setTimeout(() => useSettings.setState({ kept: null }), MARK_MS);
}

function without<T extends object>(all: T, name: keyof T): T {
  const { [name]: _gone, ...rest } = all;
  return rest as T;
}
