import type { ReactNode } from 'react';
import type { ComparedFigures, ComparedMetric, Comparison } from '../../core/comparison/comparison';
import { firstShare } from '../../core/comparison/duelWords';
import { formatWeight } from '../../core/plan/weights';
import { countText, listText, loraName, percentText } from '../../core/report/figureText';
import { shownInterval } from '../../core/report/shownInterval';
import { standFor } from '../store/comparison';
import { loadSession } from '../store/sessionActions';
import { LinkButton } from '../ui/Button';
import { LongName } from '../ui/LongName';
import { ScrollArea } from '../ui/ScrollArea';
import { Select } from '../ui/Select';
import { Answer } from '../ui/Status';
import { Table } from '../ui/Table';
import { candidateOptions, netText } from './comparisonWords';

type ComparedSession = Comparison['sessions'][number];

interface SessionColumnsProps {
  comparison: Comparison;
  /** Null where no metric is shared: then only what each session holds is shown. */
  metric: ComparedMetric | null;
}

/** The sessions side by side, a column each: which candidate stands for it, and its figures on the shared part. */
export function SessionColumns({ comparison, metric }: SessionColumnsProps) {
  const { sessions } = comparison;
  const standing = sessions.map((_, place) =>
    metric?.candidates.find(({ session, stands }) => session === place && stands),
  );
  const figures = (cellOf: (own: ComparedFigures, session: ComparedSession) => ReactNode) =>
    sessions.map((session, place) => {
      const own = standing[place];
      return own === undefined ? '-' : cellOf(own, session);
    });
  return (
    <ScrollArea
      label={`Table: sessions side by side${metric === null ? '' : `, ${metric.metric}`}`}
      className="compare__scroll"
    >
      <Table
        caption={metric === null ? 'What each session holds' : `${metric.metric}: sessions side by side`}
      >
        <thead>
          <tr>
            <td />
            {sessions.map((session, place) => (
              <th scope="col" key={session.session_id}>
                <SessionHead session={session} place={place} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {metric === null ? (
            <>
              <Row name="Prompts" cells={sessions.map(({ prompts }) => prompts)} />
              <Row name="Seeds" cells={sessions.map(({ seeds }) => seeds)} />
              <Row name="Metrics" cells={sessions.map(({ metrics }) => listText(metrics))} />
            </>
          ) : (
            <>
              <Row
                name="Weight"
                cells={sessions.map((session) => <Stand key={session.session_id} session={session} />)}
              />
              <Row name="Against its baseline" cells={figures((own) => <Answer answer={own.answer} />)} />
              <Row name="Preferred" cells={figures(preferredCell)} />
              <Row name="Net preference" cells={figures(netCell)} />
              <Row
                name="Won, lost, same"
                cells={figures(({ wins, losses, ties }) => `${wins}, ${losses}, ${ties}`)}
              />
              <Row name="Shared pairs judged" cells={figures(({ units }) => units)} />
              {metric.ahead === null ? null : (
                <Row name="Highest" cells={sessions.map((_, place) => highestCell(metric, place))} />
              )}
            </>
          )}
          <Row name="Judged by" cells={sessions.map(({ raters }) => listText(raters) || '-')} />
        </tbody>
      </Table>
    </ScrollArea>
  );
}

function Row({ name, cells }: { name: string; cells: readonly ReactNode[] }) {
  return (
    <tr>
      <th scope="row">{name}</th>
      {cells.map((cell, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a session's column has no other name than its place
        <td key={place}>{cell}</td>
      ))}
    </tr>
  );
}

function SessionHead({ session, place }: { session: ComparedSession; place: number }) {
  const file = (session.stands ?? session.candidates[0])?.lora_filename ?? 'No LoRA';
  return (
    <span className="compare__session" title={`${file} in ${session.session_id}`}>
      <span className="line">
        <span className="compare__number">{place + 1}</span>
        <LongName name={loraName(file)} className="compare__lora" />
        <span className="sr">{file}</span>
      </span>
      <LinkButton className="xs" onClick={() => void loadSession(session.session_id)}>
        {session.session_id}
      </LinkButton>
    </span>
  );
}

/** Which candidate stands for a session, as a choice where there are several. */
function Stand({ session }: { session: ComparedSession }) {
  const { session_id: id, candidates, stands } = session;
  const place = candidates.findIndex(
    (own) => own.lora_filename === stands?.lora_filename && own.weight === stands.weight,
  );
  if (stands === null || place < 0) return 'no votes';
  if (candidates.length === 1) return formatWeight(stands.weight);
  return (
    <span className="compare__stand">
      <Select
        label={`Candidate of ${id}`}
        value={String(place)}
        options={candidateOptions(candidates)}
        onChange={(value) => {
          const candidate = candidates[Number(value)];
          if (candidate !== undefined) void standFor(id, candidate);
        }}
      />
      {session.stands_by === 'best' ? <span className="faint xs">its best</span> : null}
    </span>
  );
}

function preferredCell(own: ComparedFigures, { method }: ComparedSession): ReactNode {
  const interval = shownInterval(own, method);
  if (own.win_rate === null) return '-';
  return (
    <>
      {percentText(own.win_rate)}%{' '}
      {interval === null ? null : (
        <span className="faint xs">
          {percentText(interval.low)}–{percentText(interval.high)}
        </span>
      )}
    </>
  );
}

function netCell({ net_preference: net, net_low: low, net_high: high }: ComparedFigures): ReactNode {
  if (net === null) return '-';
  return (
    <>
      {netText(net)}{' '}
      {low === null || high === null ? null : (
        <span className="faint xs">
          {netText(low)} to {netText(high)}
        </span>
      )}
    </>
  );
}

/** The highest net preference where all were judged; how sure that is, as far as it may be said. */
function highestCell({ ahead }: ComparedMetric, place: number): ReactNode {
  if (ahead === null || ahead.session !== place) return '';
  return firstShare(ahead) ?? `on only ${countText(ahead.prompts, 'prompt')}`;
}
