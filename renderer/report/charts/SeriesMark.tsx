import { type SeriesShape, seriesColour, seriesShape } from '../../../core/report/charts/seriesLook';

const DRAWINGS: Record<SeriesShape, string> = {
  circle: 'M7 3a4 4 0 1 1 0 8a4 4 0 1 1 0-8z',
  rect: 'M3.5 3.5h7v7h-7z',
  triangle: 'M7 2.5l4.5 8h-9z',
  rectRot: 'M7 2l5 5-5 5-5-5z',
  crossRot: 'M3.5 3.5l7 7M10.5 3.5l-7 7',
  star: 'M7 2.5v9M2.5 7h9M3.8 3.8l6.4 6.4M10.2 3.8l-6.4 6.4',
};

/** The marker of a LoRA file beside its name. In: the file's place among all files. */
export function SeriesMark({ place }: { place: number }) {
  return (
    <svg
      className="series"
      viewBox="0 0 14 14"
      aria-hidden="true"
      style={{ color: `var(--color-data-${seriesColour(place)})` }}
    >
      <path d={DRAWINGS[seriesShape(place)]} />
    </svg>
  );
}
