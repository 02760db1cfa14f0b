import { seriesColour } from './seriesLook';

/** The colours of a drawing. */
export interface ChartColours {
  surface: string;
  ink: string;
  inkSecond: string;
  inkFaint: string;
  /** The ground of a field without a leaning. */
  even: string;
  grid: string;
  /** The line of no preference. */
  reference: string;
  data: readonly [string, string, string, string, string, string];
}

/** `page`: the names of a page's own colours, which follow its theme. */
export type ChartTheme = 'light' | 'dark' | 'page';

/** The colours of each theme; those of the data are Okabe and Ito's, moved to 3:1 or more on the surface. */
export const CHART_COLOURS: Record<ChartTheme, ChartColours> = {
  light: {
    surface: '#fcfcfc',
    ink: '#1b1b1b',
    inkSecond: '#555555',
    inkFaint: '#696969',
    even: '#ebebeb',
    grid: '#e4e4e4',
    reference: '#6b6b6b',
    data: ['#0072b2', '#b36b00', '#00835f', '#ad5488', '#c44d00', '#3d3d3d'],
  },
  dark: {
    surface: '#212121',
    ink: '#ececec',
    inkSecond: '#b6b6b6',
    inkFaint: '#9a9a9a',
    even: '#333333',
    grid: '#363636',
    reference: '#a0a0a0',
    data: ['#56b4e9', '#e69f00', '#2cc197', '#df97be', '#ff8340', '#dcdcdc'],
  },
  page: {
    surface: 'var(--surface)',
    ink: 'var(--ink)',
    inkSecond: 'var(--ink-2)',
    inkFaint: 'var(--ink-3)',
    even: 'var(--even)',
    grid: 'var(--grid)',
    reference: 'var(--reference)',
    data: [
      'var(--data-1)',
      'var(--data-2)',
      'var(--data-3)',
      'var(--data-4)',
      'var(--data-5)',
      'var(--data-6)',
    ],
  },
};

/** What leans to the LoRA, and what to the baseline. */
export function leaning({ data }: ChartColours, side: 'lora' | 'baseline'): string {
  return side === 'lora' ? data[0] : data[4];
}

/** The colour of a LoRA file by its place among the files. */
export function fileColour({ data }: ChartColours, place: number): string {
  return data[seriesColour(place) - 1] ?? data[0];
}
