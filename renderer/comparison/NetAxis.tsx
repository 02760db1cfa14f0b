import type { ComparedFigures, ComparedMetric, Comparison } from '../../core/comparison/comparison';
import { sessionNames } from '../../core/comparison/names';
import { formatWeight } from '../../core/plan/weights';
import { loraName } from '../../core/report/figureText';
import { Icon } from '../ui/Icon';
import { LongName } from '../ui/LongName';
import { netText } from './comparisonWords';

const GRID = [-1, -0.5, 0, 0.5, 1];
const MARKS = { better: 'up', worse: 'dn', undecided: 'und' } as const;

/** The standing candidates' net preferences with their intervals on one axis. The table of the sessions is its twin. */
export function NetAxis({ metric, comparison }: { metric: ComparedMetric; comparison: Comparison }) {
  const names = sessionNames(comparison.sessions);
  const standing = metric.candidates.filter(({ stands, votes }) => stands && votes > 0);
  const finding = standing.map(
    (own) => `${names(own.session)} ${netText(own.net_preference ?? 0)}${within(own)}`,
  );
  return (
    <figure className="axis">
      <figcaption>
        Net preference <span className="faint axis__unit">won less lost, % of votes on the shared part</span>
      </figcaption>
      <div className="axis__rows" role="img" aria-label={`${metric.metric}: ${finding.join('; ')}`}>
        {standing.map((own) => (
          <div key={own.session} className="axis__row">
            <span className="axis__name">
              <span className="compare__number">{own.session + 1}</span>
              <LongName name={loraName(own.lora_filename)} className="axis__lora" />
              <span className="axis__weight">at {formatWeight(own.weight)}</span>
            </span>
            <span className="axis__line">
              {GRID.map((at) => (
                <i
                  key={at}
                  className="axis__grid"
                  data-zero={at === 0 ? '' : undefined}
                  style={{ left: place(at) }}
                />
              ))}
              {own.net_low === null || own.net_high === null ? null : (
                <i
                  className="axis__interval"
                  style={{ left: place(own.net_low), width: `${(own.net_high - own.net_low) * 50}%` }}
                />
              )}
              <span
                className="axis__point"
                data-answer={own.answer}
                style={{ left: place(own.net_preference ?? 0) }}
              >
                <Icon name={MARKS[own.answer]} />
              </span>
            </span>
          </div>
        ))}
        <div className="axis__row axis__ticks" aria-hidden="true">
          <span />
          <span className="axis__line">
            {GRID.map((at) => (
              <span key={at} style={{ left: place(at) }}>
                {at === 0 ? 'baseline' : netText(at)}
              </span>
            ))}
          </span>
        </div>
      </div>
    </figure>
  );
}

/** Where a share from -1 to 1 lies on the axis. */
function place(share: number): string {
  return `${(share + 1) * 50}%`;
}

function within({ net_low: low, net_high: high }: ComparedFigures): string {
  return low === null || high === null ? '' : `, 95% ${netText(low)} to ${netText(high)}`;
}
