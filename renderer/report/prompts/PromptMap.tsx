import { useMemo, useState } from 'react';
import { formatWeight } from '../../../core/plan/weights';
import { candidateWords, netText } from '../../../core/report/figureText';
import type { PromptFigures } from '../../../core/report/metricDetail';
import type { MetricReport, Report } from '../../../core/report/report';
import { LinkButton } from '../../ui/Button';
import { ScrollArea } from '../../ui/ScrollArea';
import { Segments } from '../../ui/Segments';
import { Table } from '../../ui/Table';
import { Counted } from '../Counted';
import { SeriesMark } from '../charts/SeriesMark';
import { filesOf } from '../filesOf';
import { useOnPaper } from '../print/onPaper';
import './promptMap.css';
import { ChartPng } from '../export/ChartPng';
import { extremesWords, type PromptOrder, type PromptRow, promptRows, promptVotesWords } from './promptRows';

const ORDERS = [
  { value: 'plan', label: 'As planned' },
  { value: 'best', label: 'Best first' },
  { value: 'worst', label: 'Worst first' },
] as const;

/** So many prompts are in the page at once; the rest come when asked for. */
const AT_ONCE = 200;

interface PromptMapProps {
  metric: MetricReport;
  report: Report;
}

/** Prompt by weight: where the LoRA won and where it lost. A table, so that it needs no twin. */
export function PromptMap({ metric, report }: PromptMapProps) {
  const isOnPaper = useOnPaper();
  const [order, setOrder] = useState<PromptOrder>('plan');
  const [isWhole, setWhole] = useState(false);
  const rows = useMemo(
    () => promptRows(metric, report, candidateWords(report.overall), order),
    [metric, report, order],
  );
  const extremes = extremesWords(metric.prompts);
  if (extremes === null) {
    return (
      <p className="plot__none prompts__none">
        There are no votes on {metric.metric} yet, so there is no prompt to show.
      </p>
    );
  }
  const shown = isWhole || isOnPaper ? rows : rows.slice(0, AT_ONCE);
  return (
    <div className="prompts">
      <div className="prompts__head">
        <div className="grow">
          <h2>
            Net preference by prompt <span className="faint plot__unit">won less lost, % of votes</span>
            {isOnPaper ? null : <ChartPng chart="prompts" metric={metric.metric} />}
          </h2>
          <p className="muted">{extremes}</p>
        </div>
        {rows.length < 2 ? null : (
          <Segments label="Order of the prompts" value={order} options={ORDERS} onChange={setOrder} />
        )}
      </div>
      <ScrollArea label={`Table: ${metric.metric} by prompt`} className="prompts__scroll">
        <MapTable metric={metric} rows={shown} />
      </ScrollArea>
      {shown.length < rows.length ? (
        <p className="prompts__more">
          <LinkButton onClick={() => setWhole(true)}>
            Show the other {rows.length - shown.length} prompts
          </LinkButton>
        </p>
      ) : null}
      <p className="help prompts__note">
        {promptVotesWords(metric, report)} <Counted methods={report.methods} />
      </p>
    </div>
  );
}

function MapTable({ metric, rows }: { metric: MetricReport; rows: readonly PromptRow[] }) {
  const files = filesOf(metric.candidates);
  const columns = files.flatMap(({ members }) => members);
  const hasAll = columns.length > 1;
  return (
    <Table caption={`${metric.metric}: net preference by prompt and weight, in percent`}>
      <thead>
        {files.length > 1 ? (
          <tr className="prompts__files">
            <td colSpan={3} />
            {files.map(({ file, name, place, members }) => (
              <th key={file} scope="colgroup" colSpan={members.length} title={file}>
                <span className="cut">
                  <SeriesMark place={place} /> {name}
                </span>
              </th>
            ))}
          </tr>
        ) : null}
        <tr>
          <th scope="col">Prompt</th>
          <th scope="col">Votes</th>
          {hasAll ? <th scope="col">All</th> : null}
          {columns.map(({ own, at }) => (
            <th key={at} scope="col">
              {formatWeight(own.weight)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ number, text, all, cells, without }) => (
          <tr key={number}>
            <th scope="row" title={text}>
              <span className="prompts__prompt">
                <span className="faint">{number}</span>
                <span className="prompts__text" dir="auto">
                  {text}
                </span>
                {without === null ? null : <span className="prompts__without">{without}</span>}
              </span>
            </th>
            <td>{all.votes}</td>
            {hasAll ? <Field figures={all} /> : null}
            {columns.map(({ at }) => (
              <Field key={at} figures={cells[at] ?? null} />
            ))}
          </tr>
        ))}
      </tbody>
    </Table>
  );
}

/** The strongest colour of a field, of 100. */
const DEEPEST = 45;

/** One field: its number, on a ground that tells won from lost and how clearly. */
function Field({ figures }: { figures: Omit<PromptFigures, 'prompt_index'> | null }) {
  if (figures === null || figures.net_preference === null) {
    return (
      <td className="faint">
        <span aria-hidden="true">–</span>
        <span className="sr">no votes</span>
      </td>
    );
  }
  const { net_preference: net, wins, losses, ties } = figures;
  const colour = `var(--color-data-${net < 0 ? 5 : 1})`;
  const depth = `${(Math.abs(net) * DEEPEST).toFixed(1)}%`;
  return (
    <td
      className="prompts__field"
      title={`${wins} won, ${losses} lost, ${ties} the same`}
      style={{ background: `color-mix(in srgb, ${colour} ${depth}, var(--color-undecided-soft))` }}
    >
      {netText(net).replace('%', '')}
    </td>
  );
}
