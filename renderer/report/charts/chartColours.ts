import { useEffect, useState } from 'react';
import { seriesColour } from '../../../core/report/charts/seriesLook';
import { useOnPaper } from '../print/onPaper';

const TOKENS = {
  grid: '--color-chart-grid',
  even: '--color-chart-ref',
  ink: '--color-ink',
  inkFaint: '--color-ink-3',
  surface: '--color-surface',
  data1: '--color-data-1',
  data2: '--color-data-2',
  data3: '--color-data-3',
  data4: '--color-data-4',
  data5: '--color-data-5',
  data6: '--color-data-6',
} as const;

export type ChartColours = Record<keyof typeof TOKENS | 'font', string>;

/** The colour of a LoRA file by its place among the files. */
export function dataColour(colours: ChartColours, place: number): string {
  return colours[`data${seriesColour(place)}` as keyof ChartColours];
}

/** The colours of the page as a canvas can use them, anew with every change of theme; null before the first look. */
export function useChartColours(): ChartColours | null {
  const isOnPaper = useOnPaper();
  const [colours, setColours] = useState<ChartColours | null>(null);
  useEffect(() => {
    const read = () => setColours(readColours(isOnPaper));
    read();
    const observer = new MutationObserver(read);
    observer.observe(document.documentElement, {
      attributes: true,
      attributeFilter: ['data-theme', 'class'],
    });
    const queries = [
      '(prefers-color-scheme: dark)',
      '(prefers-contrast: more)',
      '(forced-colors: active)',
    ].map((query) => window.matchMedia(query));
    for (const query of queries) query.addEventListener('change', read);
    return () => {
      observer.disconnect();
      for (const query of queries) query.removeEventListener('change', read);
    };
  }, [isOnPaper]);
  return colours;
}

/** A canvas cannot read `light-dark()`: a probe on the page takes each colour and tells what it comes to. */
function readColours(isOnPaper: boolean): ChartColours {
  const probe = document.createElement('span');
  probe.hidden = true;
  // Where the system forces its colours it would answer text's own for every token, the ground's too.
  probe.style.setProperty('forced-color-adjust', 'none');
  // Paper is light.
  if (isOnPaper) probe.style.colorScheme = 'light';
  document.body.append(probe);
  const read = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const colours = Object.fromEntries(Object.entries(TOKENS).map(([name, token]) => [name, read(token)]));
  const font = getComputedStyle(probe).fontFamily;
  probe.remove();
  return { ...(colours as Record<keyof typeof TOKENS, string>), font };
}
