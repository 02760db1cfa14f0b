/** What can be done from the menu bar, the command palette and by key, whatever is on the screen. */
export interface Action {
  /** As the menu and the palette name it. A trailing `...` says that something is asked first. */
  readonly label: string;
  /** `mod+S` is Ctrl S, or Cmd S on a Mac. */
  readonly keys?: string;
  /** Where it stands in the palette. */
  readonly group: 'session' | 'run' | 'go' | 'window' | 'help';
  /** Keys that a browser keeps for itself or means something else by, so that only the desktop app hears them. */
  readonly isDesktopKey?: true;
  /** There only where the app has windows of the system. */
  readonly isDesktopOnly?: true;
}

export const ACTIONS = {
  new: { label: 'New session', keys: 'mod+N', group: 'session', isDesktopKey: true },
  import: { label: 'Import...', group: 'session' },
  export: { label: 'Export session...', keys: 'mod+E', group: 'session' },
  save: { label: 'Save', keys: 'mod+S', group: 'session' },
  save_copy: { label: 'Save as copy', keys: 'mod+Shift+S', group: 'session' },
  discard: { label: 'Discard to the last save...', group: 'session' },
  extend: { label: 'Extend with more seeds, prompts or weights', group: 'session' },
  show_folder: { label: 'Show folder', group: 'session', isDesktopOnly: true },
  start: { label: 'Start or resume the run', group: 'run' },
  pause: { label: 'Pause the run', group: 'run' },
  stop: { label: 'Stop the run', group: 'run' },
  setup: { label: 'Setup', keys: 'mod+1', group: 'go', isDesktopKey: true },
  generate: { label: 'Generate', keys: 'mod+2', group: 'go', isDesktopKey: true },
  evaluate: { label: 'Evaluate', keys: 'mod+3', group: 'go', isDesktopKey: true },
  report: { label: 'Report', keys: 'mod+4', group: 'go', isDesktopKey: true },
  next_to_vote: { label: 'Next session to vote on', group: 'go' },
  find: { label: 'Find a session', keys: 'mod+F', group: 'go', isDesktopKey: true },
  settings: { label: 'Settings', keys: 'mod+,', group: 'go' },
  log: { label: 'Log', group: 'go' },
  palette: { label: 'All commands', keys: 'mod+K', group: 'window' },
  toggle_sidebar: { label: 'Show or hide sidebar', keys: 'mod+B', group: 'window' },
  guide: { label: 'Guide', keys: 'F1', group: 'help' },
  troubleshooting: { label: 'Troubleshooting', group: 'help' },
  keys: { label: 'Keyboard shortcuts', group: 'help' },
  copy_diagnostics: { label: 'Copy diagnostics', group: 'help' },
  updates: { label: 'Look for updates', group: 'help', isDesktopOnly: true },
  about: { label: 'About Blindfold', group: 'help' },
} as const satisfies Record<string, Action>;

export type ActionId = keyof typeof ACTIONS;
export const ACTION_IDS = Object.keys(ACTIONS) as [ActionId, ...ActionId[]];

/** What is to be known of an action, by its id. */
export function actionOf(id: ActionId): Action {
  return ACTIONS[id];
}
