import { type ReactNode, useEffect, useRef } from 'react';
import type { Comparison } from '../../core/comparison/comparison';
import { HelpLink } from '../help/HelpLink';
import {
  compareAgain,
  compareSessions,
  saveComparison,
  textOfComparison,
  useComparison,
} from '../store/comparison';
import { useConnection } from '../store/connection';
import { copyText } from '../store/copyText';
import { tell } from '../store/notices';
import { closeComparison } from '../store/view';
import { Button } from '../ui/Button';
import { Tag } from '../ui/Chip';
import { EmptyState } from '../ui/EmptyState';
import { Kbd } from '../ui/Kbd';
import { ComparedMetrics } from './ComparedMetrics';
import { ComparisonHead } from './ComparisonHead';
import { isNothingShared } from './comparisonWords';
import { SessionColumns } from './SessionColumns';
import './comparison.css';

/** Sessions side by side, over the tabs: who is ahead, on what, and how surely. `notes` stand above it. */
export default function ComparisonScreen({ ids, notes }: { ids: readonly string[]; notes?: ReactNode }) {
  const { ids: asked, answer, isRenewing } = useComparison();
  const close = useRef<HTMLButtonElement>(null);
  useEffect(() => void compareSessions(ids), [ids]);
  const isLost = useConnection(({ link }) => link === 'lost');
  useEffect(() => {
    // What failed while nobody answered comes by itself.
    if (!isLost && useComparison.getState().answer.phase === 'failed') void compareAgain();
  }, [isLost]);
  useEffect(() => close.current?.focus({ preventScroll: true }), []);
  const comparison = asked === ids && answer.phase === 'ready' ? answer.value : null;
  return (
    <>
      <header className="header">
        <span className="compare__title">Comparison of {ids.length} sessions</span>
        <span className="grow" />
        {comparison?.sessions.some(({ demo }) => demo) ? (
          <Tag icon="flask" caution>
            Demo
          </Tag>
        ) : null}
        {comparison === null ? null : <Exports comparison={comparison} />}
        <Button ref={close} look="quiet" small aria-keyshortcuts="Escape" onClick={closeComparison}>
          Close <Kbd keys="Esc" />
        </Button>
      </header>
      {notes}
      {comparison !== null ? (
        <ComparisonView comparison={comparison} isRenewing={isRenewing} />
      ) : asked === ids && answer.phase === 'failed' ? (
        <EmptyState
          icon="broken"
          title="These sessions cannot be compared"
          actions={
            <>
              <Button icon="refresh" onClick={() => void compareAgain()}>
                Try again
              </Button>
              <Button look="quiet" onClick={closeComparison}>
                Back
              </Button>
            </>
          }
        >
          {answer.message} <HelpLink topic="comparison">How sessions are compared</HelpLink>
        </EmptyState>
      ) : (
        <div className="compare" aria-busy="true">
          <p className="compare__waiting muted" role="status">
            Comparing {ids.length} sessions
          </p>
        </div>
      )}
    </>
  );
}

function Exports({ comparison }: { comparison: Comparison }) {
  const copy = async () => {
    if (await copyText(textOfComparison(comparison))) tell('Copied, as Markdown.', 'done');
    else tell('The system does not let Blindfold copy. Save it as JSON instead.', 'fault');
  };
  return (
    <>
      <Button look="quiet" small icon="copy" onClick={() => void copy()}>
        Copy as text
      </Button>
      <Button look="quiet" small icon="export" onClick={() => saveComparison(comparison)}>
        Save as JSON
      </Button>
    </>
  );
}

function ComparisonView({ comparison, isRenewing }: { comparison: Comparison; isRenewing: boolean }) {
  return (
    <article className="compare" aria-label="Comparison" aria-busy={isRenewing}>
      <ComparisonHead comparison={comparison} />
      {isNothingShared(comparison) ? (
        <SessionColumns comparison={comparison} metric={null} />
      ) : (
        <ComparedMetrics comparison={comparison} />
      )}
    </article>
  );
}
