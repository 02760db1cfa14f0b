import { create } from 'zustand';

export const TABS = ['setup', 'generate', 'evaluate', 'report'] as const;
export type TabName = (typeof TABS)[number];

interface View {
  tab: TabName;
  /** `auto`: open in a wide window, a rail in a narrow one; `rail`: closed by hand; `over`: open over the page. */
  sidebar: 'auto' | 'rail' | 'over';
  /** The welcome of the first start was left for the set-up. */
  isWelcomeOver: boolean;
}

/** What this window shows. */
export const useView = create<View>()(() => ({ tab: 'setup', sidebar: 'auto', isWelcomeOver: false }));

/** The tab that belongs to a session's step (1 to 4). */
export function tabOfStep(step: number): TabName {
  return TABS[Math.min(Math.max(step, 1), 4) - 1] ?? 'setup';
}

export function showTab(tab: TabName): void {
  useView.setState({ tab });
}

/** Leaves the welcome of the first start for the set-up. */
export function endWelcome(): void {
  useView.setState({ isWelcomeOver: true });
}

/** Opens or closes the sidebar; in a narrow window it opens over the page. */
export function toggleSidebar(isNarrow: boolean): void {
  useView.setState(({ sidebar }) => {
    if (isNarrow) return { sidebar: sidebar === 'over' ? 'auto' : 'over' };
    return { sidebar: sidebar === 'rail' ? 'auto' : 'rail' };
  });
}

/** Closes a sidebar that lies over the page. */
export function closeOverlay(): void {
  useView.setState(({ sidebar }) => (sidebar === 'over' ? { sidebar: 'auto' } : {}));
}
