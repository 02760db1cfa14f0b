import { laterPart } from '../../ui/laterPart';
import { SeriesMark } from '../charts/SeriesMark';
import { useOnPaper } from '../print/onPaper';
import type { DoseCanvasProps } from './DoseCanvas';

const canvas = laterPart<DoseCanvasProps>(() => import('./DoseCanvas'), { isHeavy: true });

/** Fetches the drawing before a curve is shown. */
export const loadDoseChart = canvas.load;

/** Preference by weight: a line for each LoRA file, with intervals. Its table twin stands beside it. */
export function DoseChart(props: DoseCanvasProps) {
  const isOnPaper = useOnPaper();
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
        <canvas.Part {...props} atOnce={isOnPaper} />
      </div>
    </>
  );
}
