import {
  type Known,
  MAX_OFFERED_METRICS,
  type MadeMetric,
  type MadeMetrics,
} from '../../contract/assistantView';
import { METRICS, METRICS_BY_WORD, METRICS_OF_NOTHING } from './metricLists';
import { readWish } from './reading';

/** Behind so many of the kind's own metrics come those that the description asks for by name. */
const FIRST_OF_KIND = 3;

/** Chooses metrics that fit the words given, with no model. In: also those that are there already; none of them comes again. */
export function composeMetrics(wish: {
  readonly description: string;
  readonly known: Known;
  readonly present: readonly string[];
}): MadeMetrics {
  const { kind, isKnown, text, kindRemark } = readWish(wish.description, wish.known);
  const ofKind = isKnown ? METRICS[kind] : METRICS_OF_NOTHING;
  const said = `${wish.description}\n${text}`;
  const asked = isKnown
    ? METRICS_BY_WORD.filter(([word]) => word.test(said)).map(([, metric]) => metric)
    : [];
  const all = [...ofKind.slice(0, FIRST_OF_KIND), ...asked, ...ofKind.slice(FIRST_OF_KIND)];
  const metrics = newOnes(all, wish.present).slice(0, MAX_OFFERED_METRICS);
  return { metrics, made_by: 'word_lists', model: null, remarks: [kindRemark] };
}

function newOnes(metrics: readonly MadeMetric[], present: readonly string[]): MadeMetric[] {
  const taken = new Set(present.map((name) => name.trim().toLowerCase()));
  return metrics.filter(({ name }) => !taken.has(name.toLowerCase()) && taken.add(name.toLowerCase()));
}
