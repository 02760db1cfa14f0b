import { ACTION_IDS, type Action, type ActionId, actionOf } from '../../core/contract/actions';
import type { SessionSummary } from '../../core/contract/sessionView';
import type { ActionOffs } from '../store/actionOffs';
import { runAction } from '../store/actions';
import { loadSession } from '../store/sessionActions';
import { sessionName, standingOf } from '../store/sessionWords';
import { openSettings, SETTINGS_PAGES } from '../store/view';
import type { IconName } from '../ui/Icon';

/** A line of the palette. */
export interface Entry {
  readonly id: string;
  readonly label: string;
  readonly icon: IconName;
  readonly otherWords?: string;
  readonly keys?: string;
  /** What else is to be known of it, said faintly. */
  readonly hint?: string;
  /** Why it cannot be chosen now. */
  readonly off?: string;
  readonly run: () => void;
}

export interface EntryGroup {
  /** The group's heading, as the library names it. */
  readonly value: string;
  readonly items: readonly Entry[];
}

const GROUPS: readonly { group: Action['group']; title: string }[] = [
  { group: 'session', title: 'This session' },
  { group: 'run', title: 'Run' },
  { group: 'go', title: 'Go to' },
  { group: 'window', title: 'Window' },
  { group: 'help', title: 'Help' },
];

const ICONS: Readonly<Record<ActionId, IconName>> = {
  new: 'plus',
  import: 'import',
  export: 'export',
  save: 'save',
  save_copy: 'copy',
  discard: 'undo',
  extend: 'plus',
  show_folder: 'folder',
  start: 'play',
  pause: 'pause',
  stop: 'stop',
  setup: 'right',
  generate: 'right',
  evaluate: 'right',
  report: 'right',
  next_to_vote: 'right',
  find: 'search',
  settings: 'settings',
  log: 'list',
  palette: 'search',
  toggle_sidebar: 'sidebar',
  guide: 'text',
  troubleshooting: 'warn',
  keys: 'keys',
  copy_diagnostics: 'copy',
  updates: 'refresh',
  about: 'info',
};

/** Words that other programs use for the same. */
const OTHER_WORDS: Readonly<Partial<Record<ActionId, string>>> = {
  import: 'open load zip session archive',
  export: 'zip share send download',
  save_copy: 'duplicate',
  discard: 'revert undo',
  extend: 'add more',
  start: 'generate make images continue',
  stop: 'cancel end abort',
  evaluate: 'vote judge compare',
  report: 'results reveal',
  next_to_vote: 'judge evaluate',
  find: 'search filter',
  settings: 'preferences options',
  guide: 'help manual documentation',
  troubleshooting: 'help problem error fault',
  keys: 'help hotkeys shortcuts',
  copy_diagnostics: 'bug report support',
  updates: 'version upgrade',
  about: 'version licence license',
};

/** All that is no session: the actions in their groups, and the pages of the settings. `isDesktop`: which of them there are, and which keys. */
export function fixedGroups(offs: ActionOffs, isDesktop: boolean): EntryGroup[] {
  const ids = ACTION_IDS.filter((id) => id !== 'palette' && (isDesktop || !actionOf(id).isDesktopOnly));
  return [
    ...GROUPS.map(({ group, title }) => ({
      value: title,
      items: ids.filter((id) => actionOf(id).group === group).map((id) => actionEntry(id, offs, isDesktop)),
    })),
    { value: 'Settings', items: SETTINGS_PAGES.map(settingsEntry) },
  ];
}

function actionEntry(id: ActionId, offs: ActionOffs, isDesktop: boolean): Entry {
  const { label, keys, isDesktopKey } = actionOf(id);
  const off = offs[id];
  const otherWords = OTHER_WORDS[id];
  return {
    id,
    label,
    icon: ICONS[id],
    ...(otherWords === undefined ? {} : { otherWords }),
    ...(keys === undefined || (isDesktopKey && !isDesktop) ? {} : { keys }),
    ...(off === undefined ? {} : { off }),
    run: () => runAction(id),
  };
}

function settingsEntry(page: (typeof SETTINGS_PAGES)[number]): Entry {
  const name = page.charAt(0).toUpperCase() + page.slice(1);
  return {
    id: `settings.${page}`,
    label: name,
    icon: 'settings',
    hint: 'Settings',
    otherWords: 'settings preferences',
    run: () => openSettings(page),
  };
}

/** Sessions that fit; the backend has searched them by more than their names. */
export function sessionEntries(sessions: readonly SessionSummary[]): Entry[] {
  return sessions.map((summary) => {
    const name = sessionName(summary);
    const standing = standingOf(summary).words;
    return {
      id: `session.${summary.session_id}`,
      label: name,
      icon: 'image',
      hint: name === summary.session_id ? standing : `${summary.session_id}, ${standing}`,
      run: () => void loadSession(summary.session_id),
    };
  });
}

/** With what was chosen last before all else, as long as nothing is searched for. */
export function withRecent(groups: readonly EntryGroup[], recent: readonly string[]): EntryGroup[] {
  const all = groups.flatMap(({ items }) => items);
  const items = recent.flatMap((id) => all.find((entry) => entry.id === id && entry.off === undefined) ?? []);
  const taken = new Set(items.map(({ id }) => id));
  return [
    { value: 'Recent', items },
    ...groups.map((group) => ({ ...group, items: group.items.filter(({ id }) => !taken.has(id)) })),
  ];
}
