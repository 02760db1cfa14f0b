import type { Report } from '../../../core/report/report';
import { LinkButton } from '../../ui/Button';
import { Popover } from '../../ui/Popover';
import { Table } from '../../ui/Table';
import './careful.css';
import { carefulLines, countedText } from './carefulWords';

/** How carefully was judged, behind a link; nothing where nothing was checked and nothing stood out. */
export function Carefulness({ report }: { report: Report }) {
  const lines = carefulLines(report);
  if (lines.length === 0) return null;
  const { raters } = report.quality;
  return (
    <Popover
      reads
      title="How carefully it was judged"
      align="start"
      trigger={<LinkButton>How carefully it was judged</LinkButton>}
    >
      <dl className="careful">
        {lines.map(({ name, value, help }) => (
          <div key={name + value}>
            <dt>{name}</dt>
            <dd>{value}</dd>
            <dd className="help">{help}</dd>
          </div>
        ))}
      </dl>
      {raters.length > 1 ? (
        <div className="careful__raters">
          <Table caption="How carefully each rater judged">
            <thead>
              <tr>
                <th scope="col">Rater</th>
                <th scope="col">Repeats alike</th>
                <th scope="col">Equal as same</th>
                <th scope="col">Very fast</th>
              </tr>
            </thead>
            <tbody>
              {raters.map(({ rater, label, repeats_alike, catches_same, too_fast, timed }) => (
                <tr key={rater}>
                  <th scope="row">
                    <span className="cut careful__rater" dir="auto" title={label}>
                      {label}
                    </span>
                  </th>
                  <td>{countedText(repeats_alike)}</td>
                  <td>{countedText(catches_same)}</td>
                  <td>{countedText({ count: too_fast, of: timed })}</td>
                </tr>
              ))}
            </tbody>
          </Table>
        </div>
      ) : null}
      <p className="help">None of this changes a figure of the report.</p>
    </Popover>
  );
}
