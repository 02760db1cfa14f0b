import type { Report } from '../../../core/report/report';
import { narrowReport, useReport } from '../../store/report';
import { LinkButton } from '../../ui/Button';
import { Chip } from '../../ui/Chip';
import './filter.css';
import { narrowings, withoutKind } from './filterWords';

/** What the report is narrowed to, each with a way back; nothing while it speaks of all votes. */
export function Narrowed({ report }: { report: Report }) {
  const filter = useReport((state) => state.filter);
  const all = narrowings(filter, report);
  if (filter === null || all.length === 0) return null;
  const { session_id: id } = report;
  return (
    <div className="narrowed">
      <span className="xs muted">Only some votes:</span>
      {all.map(({ kind, text, whole }) => (
        <Chip
          key={kind}
          name={text}
          title={whole}
          onRemove={() => void narrowReport(id, withoutKind(filter, kind))}
        >
          <span dir="auto">{text}</span>
        </Chip>
      ))}
      <LinkButton className="xs" onClick={() => void narrowReport(id, null)}>
        Show all votes
      </LinkButton>
    </div>
  );
}
