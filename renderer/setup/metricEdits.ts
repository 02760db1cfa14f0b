import { MAX_METRICS } from '../../core/session/setup';
import { tell } from '../store/notices';
import { countOf } from '../store/sessionWords';
import { editSetup, laterEdit, useDraft } from '../store/setupDraft';

const plain = (name: string) => name.trim().toLowerCase();

/** Whether a metric of that name is there; case does not count. */
export function hasMetric(metrics: readonly string[], name: string): boolean {
  return metrics.some((metric) => plain(metric) === plain(name));
}

/** Puts metrics behind the others, as far as there is room for them, and tells it with the way back. */
export function addMetrics(names: readonly string[]): void {
  const { metrics } = useDraft.getState().draft.setup;
  const all = [...metrics];
  for (const name of names) if (all.length < MAX_METRICS && !hasMetric(all, name)) all.push(name.trim());
  const added = all.slice(metrics.length);
  editSetup({ metrics: all });
  const run = laterEdit((setup) => ({ metrics: setup.metrics.filter((name) => !added.includes(name)) }));
  tell(`${countOf(added.length, 'metric')} added.`, 'plain', { label: 'Undo', run });
}
