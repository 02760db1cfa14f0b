import { create } from 'zustand';

/** A step that would lose unsaved work: what it is, and how to go on with it. */
export interface Leaving {
  to: 'load' | 'new' | 'discard' | 'delete';
  go: () => void;
}

/** The question that stands open, if any. */
export const useGuard = create<{ leaving: Leaving | null }>()(() => ({ leaving: null }));

export function askBeforeLeaving(leaving: Leaving): void {
  useGuard.setState({ leaving });
}

export function closeGuard(): void {
  useGuard.setState({ leaving: null });
}
