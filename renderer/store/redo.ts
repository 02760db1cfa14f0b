import { create } from 'zustand';

/** The question whether the whole evaluation is to be begun anew; it is asked from several screens. */
export const useRedo = create<{ isAsked: boolean }>()(() => ({ isAsked: false }));

export function askRedo(): void {
  useRedo.setState({ isAsked: true });
}

export function endRedo(): void {
  useRedo.setState({ isAsked: false });
}
