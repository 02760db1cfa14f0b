import { create } from 'zustand';

/** What every view shows: the whole picture, or a part of it. `scale` is pixels of the screen per picture pixel, `x` and `y` the middle as shares of the picture. */
export type Zoom = 'fit' | { scale: number; x: number; y: number };

/** How many times a difference is made brighter, each twice the one before. */
export const GAINS = [1, 2, 4, 8, 16] as const;
export type Gain = (typeof GAINS)[number];

interface Viewing {
  zoom: Zoom;
  gain: Gain;
  /** Where the slider's divider stands, as a share of what is seen of the pictures. */
  divider: number;
}

/** How this window looks at pictures; it holds from pair to pair and from session to session, until the window is closed. */
export const useViewing = create<Viewing>()(() => ({ zoom: 'fit', gain: 2, divider: 0.5 }));

/** Shows another part of the pictures, in every view alike. */
export function setZoom(zoom: Zoom): void {
  useViewing.setState({ zoom });
}

/** Puts the divider at a share from 0 to 1; beyond an end it stops there. */
export function setDivider(share: number): void {
  useViewing.setState({ divider: Math.min(Math.max(share, 0), 1) });
}

/** Makes differences so many times brighter. */
export function setGain(gain: Gain): void {
  useViewing.setState({ gain });
}

/** Makes differences brighter by one step, or darker; it stops at both ends. */
export function stepGain(by: 1 | -1): void {
  useViewing.setState(({ gain }) => ({ gain: GAINS[GAINS.indexOf(gain) + by] ?? gain }));
}
