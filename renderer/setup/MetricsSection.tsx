import { useEffect, useRef, useState } from 'react';
import { MAX_METRICS } from '../../core/session/setup';
import { useAsk } from '../store/assistantAsk';
import { editSetup, useDraft } from '../store/setupDraft';
import { Button } from '../ui/Button';
import { AddChip } from '../ui/Chip';
import { FaultLine, Input } from '../ui/Field';
import { Icon } from '../ui/Icon';
import { laterPart } from '../ui/laterPart';
import { AskedRow } from './AskedRow';
import { faultAt } from './faultPlaces';
import { hasMetric } from './metricEdits';
import type { SetupPart } from './part';
import { moved, useReorder } from './reorder';

const suggest = laterPart(() => import('./assistant/SuggestMetrics'));

const SUGGESTIONS = ['Quality', 'Style', 'Anatomy', 'Prompt match', 'Detail', 'Composition'];
/** Enough for a start, so that the row stays one line. */
const SUGGESTIONS_SHOWN = 4;

/** One to five questions that are asked about each pair. */
export function MetricsSection({ faults, isFixed }: SetupPart) {
  const metrics = useDraft((state) => state.draft.setup.metrics);
  const [isAdding, setAdding] = useState(false);
  const [isSuggesting, setSuggesting] = useState(() => useAsk.getState().left === 'metrics');
  const suggestButton = useRef<HTMLButtonElement>(null);
  const set = (next: string[]) => editSetup({ metrics: next });
  const reorder = useReorder({
    count: metrics.length,
    noun: 'Metric',
    onMove: (from, to) => set(moved(metrics, from, to)),
  });
  const fault = faultAt(faults, 'setup.metrics');
  const isFull = metrics.length >= MAX_METRICS;
  const has = (name: string) => hasMetric(metrics, name);
  const full = isFull ? `${MAX_METRICS} metrics are the most` : undefined;
  const offered = SUGGESTIONS.filter((name) => !has(name)).slice(0, SUGGESTIONS_SHOWN);
  return (
    <section className="section" data-field="setup.metrics" aria-label="Metrics">
      <div className="section__head">
        <h2>
          Metrics{' '}
          <span className="count">
            {metrics.length} of {MAX_METRICS}
          </span>
        </h2>
        {isFixed ? null : (
          <span className="line line--tight">
            <Button
              look="quiet"
              small
              icon="plus"
              aria-label="Add a metric"
              off={full}
              onClick={() => setAdding(true)}
            >
              Add
            </Button>
            <Button
              ref={suggestButton}
              look="quiet"
              small
              aria-label="Suggest metrics"
              aria-expanded={isSuggesting}
              off={isSuggesting ? undefined : full}
              onClick={() => setSuggesting(!isSuggesting)}
            >
              Suggest
            </Button>
          </span>
        )}
      </div>
      {isSuggesting && !isFixed ? (
        <suggest.Part
          onClose={() => {
            setSuggesting(false);
            suggestButton.current?.focus();
          }}
        />
      ) : null}
      {fault === undefined ? null : <FaultLine>{fault.message}</FaultLine>}
      <div className="chips setup__chips">
        {metrics.map((metric, index) => {
          const place = `setup.metrics[${index}]`;
          const isFaulty = faults.some(({ field }) => field === place);
          return (
            <span
              key={place}
              data-field={place}
              className={isFixed ? 'chip chip--plain' : 'chip chip--grip'}
              {...(isFaulty ? { 'data-invalid': '' } : {})}
              {...reorder.itemProps(index)}
            >
              {isFixed ? null : (
                <button
                  type="button"
                  className="chip__grip"
                  aria-label={`Move ${metric}`}
                  title="Drag, or press the arrow keys"
                  {...reorder.gripProps(index)}
                >
                  <Icon name="grip" />
                </button>
              )}
              <span className="chip__label" dir="auto" title={metric}>
                {metric}
              </span>
              {isFixed ? null : (
                <button
                  type="button"
                  className="chip__x"
                  aria-label={`Remove ${metric}`}
                  onClick={() => set(metrics.filter((_, other) => other !== index))}
                >
                  <Icon name="x" />
                </button>
              )}
            </span>
          );
        })}
        {isAdding ? (
          <NewMetric
            onAdd={(name) => {
              if (!has(name)) set([...metrics, name]);
            }}
            onClose={() => setAdding(false)}
          />
        ) : null}
        {isFixed || isFull || isAdding
          ? null
          : offered.map((name) => (
              <AddChip key={name} onClick={() => set([...metrics, name])}>
                {name}
              </AddChip>
            ))}
      </div>
      <AskedRow faults={faults} isFixed={isFixed} />
      <span className="sr" role="status">
        {reorder.said}
      </span>
    </section>
  );
}

function NewMetric({ onAdd, onClose }: { onAdd: (name: string) => void; onClose: () => void }) {
  const [name, setName] = useState('');
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.focus(), []);
  const finish = () => {
    if (name.trim() !== '') onAdd(name.trim());
    onClose();
  };
  return (
    <span className="setup__newmetric">
      <Input
        small
        ref={field}
        aria-label="New metric"
        dir="auto"
        placeholder="Name, then Enter"
        maxLength={80}
        value={name}
        onChange={setName}
        onBlur={finish}
        onKeyDown={(event) => {
          if (event.key === 'Enter') finish();
          if (event.key === 'Escape') {
            event.stopPropagation();
            onClose();
          }
        }}
      />
    </span>
  );
}
