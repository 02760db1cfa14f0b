import { Fragment, useState } from 'react';
import { formatWeight } from '../../../core/plan/weights';
import type { CandidateFigures, MetricReport, Report } from '../../../core/report/report';
import { LinkButton } from '../../ui/Button';
import { InfoDialog } from '../../ui/InfoDialog';
import { ScrollArea } from '../../ui/ScrollArea';
import { Table } from '../../ui/Table';
import { Counted } from '../Counted';
import { SeriesMark } from '../charts/SeriesMark';
import { starsText } from '../figures/allFigures';
import { type FileGroup, filesOf } from '../filesOf';
import { useOnPaper } from '../print/onPaper';
import './stars.css';
import { ChartPng } from '../export/ChartPng';
import { barWords, noStarsWords, type StarRow, starRows } from './starRows';

interface StarsProps {
  metric: MetricReport;
  report: Report;
}

/** How many stars won and lost votes had, by weight. */
export function Stars({ metric, report }: StarsProps) {
  const isOnPaper = useOnPaper();
  const none = noStarsWords(metric);
  const { rows, most } = starRows(metric);
  const files = filesOf(metric.candidates);
  return (
    <div className="plot">
      <div>
        <h2>
          Stars of the decided votes <span className="faint plot__unit">lost left, won right</span>
          {none !== null || isOnPaper ? null : <ChartPng chart="stars" metric={metric.metric} />}
        </h2>
        {none === null ? (
          <>
            <Legend />
            <Bars files={files} rows={rows} most={most} />
          </>
        ) : (
          <p className="plot__none">{none}</p>
        )}
      </div>
      <div className="plot__table">
        <ScrollArea label={`Table: stars on ${metric.metric}`} className="plot__scroll">
          <MeanTable metric={metric} files={files} rows={rows} />
        </ScrollArea>
        <p className="help plot__note">
          Mean of + stars for a won and − stars for a lost vote, with its 95% interval by resampling prompts,
          where there are six or more. Ties and votes without stars are not in it.{' '}
          {none !== null || isOnPaper ? null : <ByStar metric={metric} files={files} rows={rows} />}{' '}
          <Counted methods={report.methods} />
        </p>
        {isOnPaper && none === null ? <ByStarTable metric={metric} files={files} rows={rows} /> : null}
      </div>
    </div>
  );
}

const STARS = [1, 2, 3, 4, 5] as const;

function Legend() {
  return (
    <ul className="chart__legend" aria-label="The deeper the colour, the more stars">
      {STARS.map((stars) => (
        <li key={stars}>
          <i className="starbar__key" data-stars={stars} data-side="lost" />
          <i className="starbar__key" data-stars={stars} data-side="won" />
          {stars === 1 ? '1 star' : stars}
        </li>
      ))}
    </ul>
  );
}

interface PartProps {
  files: readonly FileGroup<CandidateFigures>[];
  rows: readonly StarRow[];
}

function Bars({ files, rows, most }: PartProps & { most: number }) {
  return (
    <div className="starbars">
      {files.map(({ file, name, place, members }) => (
        <Fragment key={file}>
          {files.length > 1 ? (
            <div className="starbars__file cut" title={file}>
              <SeriesMark place={place} /> {name}
            </div>
          ) : null}
          {members.map(({ own, at }) => {
            const row = rows[at];
            if (row === undefined) return null;
            return (
              <div key={at} className="starbar">
                <span>{formatWeight(own.weight)}</span>
                <div
                  className="starbar__bar"
                  role="img"
                  aria-label={`At ${formatWeight(own.weight)}. ${barWords(row)}`}
                >
                  <Side side="lost" counts={own.lost_stars} total={row.lost} most={most} />
                  <Side side="won" counts={own.won_stars} total={row.won} most={most} />
                </div>
              </div>
            );
          })}
        </Fragment>
      ))}
    </div>
  );
}

/** One side of a bar: the fewest stars at the middle. Its length is that of its votes. */
function Side({
  side,
  counts,
  total,
  most,
}: {
  side: 'won' | 'lost';
  counts: readonly number[];
  total: number;
  most: number;
}) {
  return (
    <div className="starbar__side" data-side={side}>
      <div className="starbar__votes" style={{ width: `${most === 0 ? 0 : (total / most) * 100}%` }}>
        {counts.map((count, at) =>
          count === 0 ? null : (
            <i
              // biome-ignore lint/suspicious/noArrayIndexKey: the place is the number of stars.
              key={at}
              data-stars={at + 1}
              data-side={side}
              style={{ flexGrow: count }}
              title={`${count} ${side} with ${at === 0 ? '1 star' : `${at + 1} stars`}`}
            />
          ),
        )}
      </div>
      <span className="starbar__total">{total}</span>
    </div>
  );
}

function MeanTable({ metric, files, rows }: PartProps & { metric: MetricReport }) {
  return (
    <Table lead caption={`${metric.metric}: mean stars by weight`}>
      <thead>
        <tr>
          <th scope="col">Weight</th>
          <th scope="col">Mean</th>
          <th scope="col">95%</th>
          <th scope="col">With stars</th>
          <th scope="col">Without</th>
          <th scope="col">Same</th>
        </tr>
      </thead>
      <tbody>
        {files.map((group) => (
          <Fragment key={group.file}>
            <FileLine group={group} files={files.length} columns={6} />
            {group.members.map(({ own, at }) => (
              <tr key={at}>
                <th scope="row">{formatWeight(own.weight)}</th>
                <td>{starsText(own.mean_signed_stars)}</td>
                <td className="faint">
                  {own.stars_low === null || own.stars_high === null
                    ? '-'
                    : `${starsText(own.stars_low)} to ${starsText(own.stars_high)}`}
                </td>
                <td>{own.starred_votes}</td>
                <td>{rows[at]?.unstarred ?? 0}</td>
                <td>{own.ties}</td>
              </tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </Table>
  );
}

function FileLine({
  group: { file, name, place },
  files,
  columns,
}: {
  group: FileGroup<CandidateFigures>;
  files: number;
  columns: number;
}) {
  if (files < 2) return null;
  return (
    <tr className="table__file">
      <th scope="colgroup" colSpan={columns} title={file}>
        <SeriesMark place={place} /> {name}
      </th>
    </tr>
  );
}

/** The bars in numbers, one click away. */
function ByStar({ metric, ...rest }: PartProps & { metric: MetricReport }) {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <LinkButton onClick={() => setOpen(true)}>Votes by stars</LinkButton>
      <InfoDialog
        open={isOpen}
        title={`${metric.metric}: decided votes by stars`}
        size="wide"
        onClose={() => setOpen(false)}
      >
        <ScrollArea label={`Table: votes by stars on ${metric.metric}`} className="figurestable">
          <ByStarTable metric={metric} {...rest} />
        </ScrollArea>
      </InfoDialog>
    </>
  );
}

function ByStarTable({ metric, files }: PartProps & { metric: MetricReport }) {
  const down = STARS.toReversed();
  return (
    <Table caption={`${metric.metric}: decided votes by stars`}>
      <thead>
        <tr>
          <th scope="col">Weight</th>
          {down.map((stars) => (
            <th key={stars} scope="col">
              Lost, {stars}
            </th>
          ))}
          {STARS.map((stars) => (
            <th key={stars} scope="col">
              Won, {stars}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {files.map((group) => (
          <Fragment key={group.file}>
            <FileLine group={group} files={files.length} columns={11} />
            {group.members.map(({ own, at }) => (
              <tr key={at}>
                <th scope="row">{formatWeight(own.weight)}</th>
                {down.map((stars) => (
                  <td key={stars}>{own.lost_stars[stars - 1]}</td>
                ))}
                {STARS.map((stars) => (
                  <td key={stars}>{own.won_stars[stars - 1]}</td>
                ))}
              </tr>
            ))}
          </Fragment>
        ))}
      </tbody>
    </Table>
  );
}
