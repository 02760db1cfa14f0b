import { useState } from 'react';
import type { ChartName } from '../../../core/contract/reportCommands';
import { useReport } from '../../store/report';
import { exportReport } from '../../store/reportFiles';
import { IconButton } from '../../ui/Button';
import './export.css';

/** Saves one chart of the shown report as a picture; it stands beside the chart's title. In: the metric, null for all together. */
export function ChartPng({ chart, metric }: { chart: ChartName; metric: string | null }) {
  const [isBusy, setBusy] = useState(false);
  const report = useReport((state) => state.report);
  if (report === null) return null;
  const save = async () => {
    setBusy(true);
    await exportReport(report, 'png', { chart, ...(metric === null ? {} : { metric }) });
    setBusy(false);
  };
  return (
    <IconButton
      icon="image"
      className="chart-png"
      label="Save as PNG"
      aria-busy={isBusy}
      onClick={isBusy ? undefined : () => void save()}
    />
  );
}
