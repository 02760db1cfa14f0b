import { useState } from 'react';
import type { SessionDetail } from '../../../core/contract/sessionView';
import type { Report } from '../../../core/report/report';
import { useConnection } from '../../store/connection';
import { askRedo } from '../../store/redo';
import { useReport } from '../../store/report';
import { exportReport, makeReportAgain } from '../../store/reportFiles';
import { readOnlyReason } from '../../store/sessionWords';
import { Button, IconButton } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { Menu, type MenuEntry } from '../../ui/Menu';
import { WrittenReport } from './WrittenReport';
import './export.css';

/** What can be done with the report that is shown: read it as a text, take it along as a file, make it again. */
export default function ReportActions({ detail }: { detail: SessionDetail }) {
  const [isReading, setReading] = useState(false);
  const isDesktop = useConnection(({ info }) => info?.host === 'desktop');
  const report = useReport((state) => (state.sessionId === detail.session_id ? state.report : null));
  if (report === null) return null;
  return (
    <span className="line report-acts">
      <Button look="quiet" small onClick={() => setReading(true)}>
        Written report
      </Button>
      <Menu
        trigger={
          <Button small icon="export">
            Export
            <Icon name="down" />
          </Button>
        }
        entries={() => exportEntries(report, isDesktop)}
        note={report.filter === null ? undefined : 'Only the votes that the filter leaves.'}
      />
      <Menu
        trigger={<IconButton icon="more" label="More about this report" />}
        entries={() => moreEntries(detail)}
      />
      <WrittenReport
        sessionId={detail.session_id}
        isFiltered={report.filter !== null}
        open={isReading}
        onClose={() => setReading(false)}
      />
    </span>
  );
}

function exportEntries(report: Report, isDesktop: boolean): MenuEntry[] {
  const as = (format: Parameters<typeof exportReport>[1]) => () => void exportReport(report, format);
  return [
    { label: 'HTML file', icon: 'image', hint: 'to send to somebody', run: as('html') },
    isDesktop
      ? { label: 'PDF', icon: 'note', run: as('pdf') }
      : { label: 'Print or save as PDF', icon: 'note', run: () => window.print() },
    { label: 'Markdown', icon: 'text', run: as('markdown') },
    { label: 'Charts', icon: 'chart', hint: 'PNG and SVG, in a zip', run: as('charts') },
    { label: 'Votes', icon: 'list', hint: 'CSV, one line each', apart: true, run: as('csv') },
    { label: 'Everything', icon: 'data', hint: 'JSON, to check the figures', run: as('json') },
  ];
}

function moreEntries(detail: SessionDetail): MenuEntry[] {
  const off =
    readOnlyReason(detail) === null
      ? detail.status === 'running'
        ? 'while images are made'
        : undefined
      : 'cannot be changed';
  return [
    {
      label: 'Make the report again',
      icon: 'refresh',
      run: () => void makeReportAgain(detail),
    },
    { label: 'Judge again from the start', icon: 'eyeoff', off, run: askRedo },
  ];
}
