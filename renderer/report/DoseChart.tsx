import { lazy, Suspense } from 'react';
import type { DoseCanvasProps } from './DoseCanvas';
import { SeriesMark } from './SeriesMark';

const DoseCanvas = lazy(() => import('./DoseCanvas'));

/** Preference by weight: a line for each LoRA file, with intervals. Its table twin stands beside it. */
export function DoseChart(props: DoseCanvasProps) {
  const { series } = props.plot;
  return (
    <>
      {series.length > 1 ? (
        <ul className="chart__legend">
          {series.map(({ name, place }) => (
            <li key={name}>
              <SeriesMark place={place} />
              <span className="cut">{name}</span>
            </li>
          ))}
        </ul>
      ) : null}
      <div className="chart">
        <Suspense>
          <DoseCanvas {...props} />
        </Suspense>
      </div>
    </>
  );
}
