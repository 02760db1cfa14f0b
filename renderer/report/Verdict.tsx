import { memo, useState } from 'react';
import type { Report } from '../../core/report/report';
import { useReport } from '../store/report';
import { LinkButton } from '../ui/Button';
import { Tag } from '../ui/Chip';
import { Carefulness } from './careful/Carefulness';
import { HandOn } from './export/HandOn';
import { FilterButton } from './filter/FilterButton';
import { Narrowed } from './filter/Narrowed';
import { leadingMetrics, partsOf, shortVerdict } from './reportWords';

/** What came out, in sentences, with what keeps it from saying more. */
export const Verdict = memo(function Verdict({ report }: { report: Report }) {
  const [isWhole, setWhole] = useState(false);
  const [headline, ...sentences] = report.verdict;
  const short = shortVerdict(report);
  const shown = useReport((state) => state.shown);
  const tags = [
    ...(report.revealed_early ? ['Revealed early'] : []),
    ...(report.extended ? ['Extended'] : []),
  ];
  return (
    <header className="verdict">
      <div>
        <h1>{headline}</h1>
        {tags.length === 0 ? null : (
          <div className="verdict__tags">
            {tags.map((tag) => (
              <Tag key={tag} caution>
                {tag}
              </Tag>
            ))}
          </div>
        )}
        {sentences.length === 0 ? null : isWhole ? <Whole report={report} /> : <p>{short.join(' ')}</p>}
        <div className="verdict__more">
          {sentences.length > short.length ? (
            <LinkButton aria-expanded={isWhole} onClick={() => setWhole(!isWhole)}>
              {isWhole ? 'In short' : `All ${report.verdict.length} sentences`}
            </LinkButton>
          ) : null}
          <Carefulness report={report} />
          <FilterButton report={report} />
        </div>
        <Narrowed report={report} />
      </div>
      <HandOn report={report} metric={shown?.metric ?? leadingMetrics(report)[0] ?? null} />
    </header>
  );
});

/** Every sentence of the verdict, by what it speaks of. */
function Whole({ report }: { report: Report }) {
  const { standing, metrics, overall } = partsOf(report);
  const groups = [
    ...metrics.map(({ metric, sentences }) => ({ key: `metric ${metric}`, title: metric, sentences })),
    { key: 'overall', title: 'All votes', sentences: overall },
  ].filter(({ sentences }) => sentences.length > 0);
  return (
    <>
      {standing.length === 0 ? null : <p>{standing.join(' ')}</p>}
      <dl className="verdict__groups">
        {groups.map(({ key, title, sentences }) => (
          <div key={key}>
            <dt>{title}</dt>
            <dd>
              <ul>
                {sentences.map((sentence) => (
                  <li key={sentence}>{sentence}</li>
                ))}
              </ul>
            </dd>
          </div>
        ))}
      </dl>
    </>
  );
}
