import { useMemo, useState } from 'react';
import { promptTag } from '../../core/report/figureText';
import { winnerOf } from '../../core/report/foremost';
import type { Report } from '../../core/report/report';
import { verdictParts } from '../../core/report/verdict';
import { tell } from '../store/notices';
import { Button, LinkButton } from '../ui/Button';
import { Tag } from '../ui/Chip';
import { copyText } from '../ui/copyText';
import { Carefulness } from './Carefulness';
import { FilterButton } from './filter/FilterButton';
import { Narrowed } from './filter/Narrowed';
import { shortVerdict } from './reportWords';

/** What came out, in sentences, with what keeps it from saying more. */
export function Verdict({ report }: { report: Report }) {
  const [isWhole, setWhole] = useState(false);
  const [headline, ...sentences] = report.verdict;
  const short = shortVerdict(report);
  const winner = winnerOf(report);
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
      {winner === null ? null : <CopyTag tag={promptTag(winner)} />}
    </header>
  );
}

/** Every sentence of the verdict, by what it speaks of. */
function Whole({ report }: { report: Report }) {
  const { standing, metrics, overall } = useMemo(() => verdictParts(report), [report]);
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

function CopyTag({ tag }: { tag: string }) {
  const copy = async () => {
    if (await copyText(tag)) tell('Copied. Put it into the prompt.', 'done');
    else tell(`It could not be copied. Write it by hand: ${tag}`, 'fault');
  };
  return (
    <div>
      <Button
        className="verdict__tag"
        icon="copy"
        aria-label={`Copy ${tag}`}
        title={tag}
        onClick={() => void copy()}
      >
        <span className="cut">{tag}</span>
      </Button>
    </div>
  );
}
