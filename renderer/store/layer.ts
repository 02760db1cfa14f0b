import { create } from 'zustand';

/** What can lie over the whole window, one at a time. */
export type Layer = 'palette' | 'keys' | 'about';

/** Which of them is open. */
export const useLayer = create<{ layer: Layer | null }>()(() => ({ layer: null }));

/** Opens a layer; another one closes. */
export function showLayer(layer: Layer): void {
  useLayer.setState({ layer });
}

/** Closes whichever is open. */
export function closeLayer(): void {
  useLayer.setState({ layer: null });
}
