import { formatWeight } from '../../../core/plan/weights';
import { seriesColour } from '../../../core/report/charts/seriesLook';
import { netText } from '../../../core/report/figureText';
import type { OverallFigures } from '../../../core/report/report';
import { ScrollArea } from '../../ui/ScrollArea';
import { Table } from '../../ui/Table';
import { filesOf } from '../filesOf';
import './ranking.css';
import { SeriesMark } from '../charts/SeriesMark';
import { ranking } from './ranking';

/** The candidates by net preference over all metrics, each with its interval drawn beside it. */
export function RankingTable({ overall }: { overall: readonly OverallFigures[] }) {
  const ranked = ranking(overall);
  if (ranked.length < 2) return null;
  const files = filesOf(overall);
  const unjudged = overall.length - ranked.length;
  return (
    <section className="section ranking">
      <div className="section__head">
        <h2>
          Ranking over all metrics{' '}
          <span className="faint plot__unit">net preference with its 95% interval</span>
        </h2>
      </div>
      <ScrollArea label="Table: ranking over all metrics" className="plot__scroll">
        <Table lead caption="Ranking over all metrics">
          <thead>
            <tr>
              <th scope="col">Place</th>
              <th scope="col" className="l">
                {files.length > 1 ? 'Candidate' : 'Weight'}
              </th>
              <th scope="col">Pairs</th>
              <th scope="col">Net</th>
              <th scope="col">95%</th>
              <th scope="col" className="ranking__scale">
                <span className="ranking__ends">
                  <span>−100%</span>
                  <span>0</span>
                  <span>+100%</span>
                </span>
              </th>
            </tr>
          </thead>
          <tbody>
            {ranked.map(({ place, own, at }) => {
              const group = files.find(({ file }) => file === own.lora_filename);
              return (
                <tr key={at}>
                  <td>{place}</td>
                  <th scope="row" className="l">
                    <span className="line ranking__name">
                      {files.length > 1 && group !== undefined ? (
                        <>
                          <SeriesMark place={group.place} />
                          <span className="cut" title={own.lora_filename}>
                            {group.name}
                          </span>
                        </>
                      ) : null}
                      <span>{formatWeight(own.weight)}</span>
                    </span>
                  </th>
                  <td>{own.pairs}</td>
                  <td>{netText(own.net_preference ?? 0)}</td>
                  <td className="faint">
                    {own.low === null || own.high === null
                      ? '-'
                      : `${netText(own.low)} to ${netText(own.high)}`}
                  </td>
                  <td>
                    <Strip own={own} place={group?.place ?? 0} />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </Table>
      </ScrollArea>
      <p className="help">
        Where two intervals overlap, their order may be chance: nothing is tested here.
        {unjudged === 0 ? '' : ` ${unjudged} without votes left out.`}
      </p>
    </section>
  );
}

/** The interval from -100 to 100 %, with its middle; the cells beside it say the same in numbers. */
function Strip({ own: { net_preference: net, low, high }, place }: { own: OverallFigures; place: number }) {
  const at = (share: number) => `${(share + 1) * 50}%`;
  return (
    <div
      className="spanstrip"
      aria-hidden="true"
      style={{ color: `var(--color-data-${seriesColour(place)})` }}
    >
      <i className="spanstrip__even" />
      {low === null || high === null ? null : (
        <i className="spanstrip__span" style={{ left: at(low), width: `${(high - low) * 50}%` }} />
      )}
      <i className="spanstrip__mark" style={{ left: at(net ?? 0) }} />
    </div>
  );
}
