import { HELP_PAGES, type HelpPlace, SETTINGS_PAGES, type SettingsPage, TABS, type TabName } from './view';

/** Where a window is: the open session with its tab, and the page of the settings over it. */
export interface Place {
  id: string | null;
  tab: TabName | undefined;
  settings: SettingsPage | undefined;
  /** The sessions whose comparison lay over the tabs. */
  comparison: string[] | undefined;
  /** The page of the help that lay over all of it. */
  help: HelpPlace['page'] | undefined;
}

/** A place as it stands in the address: `#20260412_214507/report`, `#settings/storage`, `#compare/20260412_214507+20260413_090000`, `#help/guide`, joined by slashes, or nothing. */
export function placeText(place: {
  id: string | null;
  tab: TabName;
  settings: SettingsPage | null;
  comparison: readonly string[] | null;
  help: Pick<HelpPlace, 'page'> | null;
}): string {
  const parts = [
    ...(place.id === null ? [] : [place.id, place.tab]),
    ...(place.comparison === null ? [] : ['compare', place.comparison.join('+')]),
    ...(place.settings === null ? [] : ['settings', place.settings]),
    ...(place.help === null ? [] : ['help', place.help.page]),
  ];
  return parts.length === 0 ? '' : `#${parts.join('/')}`;
}

/** Reads a place from an address; what cannot be read is left out. */
export function readPlace(hash: string): Place {
  const parts = hash.replace(/^#/, '').split('/');
  const [id, tab] = parts;
  const isSession = id !== undefined && isId(id);
  const compared = parts.includes('compare') ? (parts[parts.indexOf('compare') + 1] ?? '').split('+') : [];
  const at = parts.indexOf('settings');
  return {
    id: isSession ? id : null,
    tab: isSession ? TABS.find((name) => name === tab) : undefined,
    settings:
      at < 0 ? undefined : (SETTINGS_PAGES.find((name) => name === parts[at + 1]) ?? SETTINGS_PAGES[0]),
    help: parts.includes('help')
      ? HELP_PAGES.find((name) => name === parts[parts.indexOf('help') + 1])
      : undefined,
    comparison: compared.length > 1 && compared.every(isId) ? compared : undefined,
  };
}

function isId(text: string): boolean {
  return /^\d{8}_\d{6}$/.test(text);
}
