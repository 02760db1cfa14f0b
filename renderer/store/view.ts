import { create } from 'zustand';
import type { SessionDetail } from '../../core/contract/sessionView';
import { openDetail } from './session';

export const TABS = ['setup', 'generate', 'evaluate', 'report'] as const;
export type TabName = (typeof TABS)[number];

export const SETTINGS_PAGES = [
  'servers',
  'evaluation',
  'saving',
  'storage',
  'assistant',
  'appearance',
  'updates',
  'log',
] as const;
export type SettingsPage = (typeof SETTINGS_PAGES)[number];

export const HELP_PAGES = ['guide', 'troubleshooting'] as const;
export interface HelpPlace {
  readonly page: (typeof HELP_PAGES)[number];
  /** The heading's id as the page's own links name it; null = the top. */
  readonly heading: string | null;
  /** A sentence that the app said: the page opens at what it says of it, where it does. */
  readonly about?: string | undefined;
  /** The line of the page it opens at, before all else. */
  readonly line?: number | undefined;
}

export interface View {
  tab: TabName;
  /** The page of the settings that lies over the tabs; null while they are closed. */
  settings: SettingsPage | null;
  /** The sessions whose comparison lies over the tabs, under open settings; null while none does. */
  comparison: readonly string[] | null;
  /** The page of the help that lies over the tabs, and the heading it opens at; null while it is closed. */
  help: HelpPlace | null;
  /** `auto`: open in a wide window, a rail in a narrow one; `rail`: closed by hand; `over`: open over the page. */
  sidebar: 'auto' | 'rail' | 'over';
  /** Opened by hand beside the pictures, which else take its room while they are judged. */
  isBesidePictures: boolean;
  /** The welcome of the first start was left for the set-up. */
  isWelcomeOver: boolean;
  /** The notes of the open session are shown under its name. */
  isNotesOpen: boolean;
}

/** What this window shows. */
export const useView = create<View>()(() => ({
  tab: 'setup',
  settings: null,
  comparison: null,
  help: null,
  sidebar: 'auto',
  isBesidePictures: false,
  isWelcomeOver: false,
  isNotesOpen: false,
}));

/** The tab that belongs to a session's step (1 to 4). */
export function tabOfStep(step: number): TabName {
  return TABS[Math.min(Math.max(step, 1), 4) - 1] ?? 'setup';
}

/** Shows a tab; open settings and a comparison close. */
export function showTab(tab: TabName): void {
  useView.setState({ tab, settings: null, comparison: null, help: null });
}

/** Sets the tab and leaves open what lies over it. */
export function showTabBelow(tab: TabName): void {
  useView.setState({ tab });
}

/** Closes whatever lies over the tabs. */
export function closeOver(): void {
  useView.setState({ settings: null, comparison: null, help: null });
}

/** Shows the comparison of these sessions over the tabs. A sidebar that lies over the page closes. */
export function openComparison(ids: readonly string[]): void {
  closeOverlay();
  useView.setState({ comparison: ids, settings: null, help: null });
}

/** Goes back to the tab that was open. */
export function closeComparison(): void {
  useView.setState({ comparison: null });
}

/** Opens the settings at a page, or where they are, or at the first one. A sidebar that lies over the page closes. */
export function openSettings(page?: SettingsPage): void {
  closeOverlay();
  useView.setState(({ settings }) => ({ settings: page ?? settings ?? SETTINGS_PAGES[0], help: null }));
}

/** Goes back to the tab that was open. */
export function closeSettings(): void {
  useView.setState({ settings: null });
}

/** Opens the help over whatever is there; `about` is a sentence that it is to tell of. A sidebar that lies over the page closes. */
export function openHelp(page: HelpPlace['page'], heading: string | null = null, about?: string): void {
  showHelp({ page, heading, about });
}

/** Opens the help at a place; the same place asked for again is gone to again. */
export function showHelp(place: HelpPlace): void {
  closeOverlay();
  useView.setState({ help: { ...place } });
}

/** Goes back to what the help lay over. */
export function closeHelp(): void {
  useView.setState({ help: null });
}

/** Leaves the welcome of the first start for the set-up. */
export function endWelcome(): void {
  useView.setState({ isWelcomeOver: true });
}

/**
 * How the sidebar stands: a rail while pictures are judged, unless it was opened beside them or has something to ask.
 * Where a session can only be read, nobody judges.
 */
export function sidebarOf(
  { tab, sidebar, isBesidePictures }: Pick<View, 'tab' | 'sidebar' | 'isBesidePictures'>,
  detail: Pick<SessionDetail, 'state' | 'recovery' | 'evaluation'> | null,
): View['sidebar'] {
  const isJudging =
    tab === 'evaluate' &&
    detail !== null &&
    detail.state !== 'read_only' &&
    detail.evaluation.can_judge &&
    !detail.evaluation.complete;
  const isAsking = detail !== null && detail.recovery !== null;
  return sidebar === 'auto' && isJudging && !isAsking && !isBesidePictures ? 'rail' : sidebar;
}

/** At this width and below the sidebar is a rail; the same number stands in the styles. */
export const NARROW_PX = 1000;

/** Opens or closes the sidebar; in a narrow window it opens over the page. */
export function toggleSidebar(isNarrow: boolean): void {
  useView.setState((view) => {
    if (isNarrow) return { sidebar: view.sidebar === 'over' ? 'auto' : 'over' };
    if (sidebarOf(view, openDetail()) === 'rail') return { sidebar: 'auto', isBesidePictures: true };
    const closed = { ...view, isBesidePictures: false };
    return sidebarOf(closed, openDetail()) === 'rail' ? closed : { sidebar: 'rail' };
  });
}

/** Closes a sidebar that lies over the page. */
export function closeOverlay(): void {
  useView.setState(({ sidebar }) => (sidebar === 'over' ? { sidebar: 'auto' } : {}));
}
