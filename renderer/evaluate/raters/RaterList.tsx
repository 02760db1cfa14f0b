import { useState } from 'react';
import type { SessionDetail } from '../../../core/contract/sessionView';
import { renameRater, switchRater } from '../../store/raterActions';
import { ownVotes, type RaterView, useVoter } from '../../store/raters';
import { IconButton } from '../../ui/Button';
import { Tag } from '../../ui/Chip';
import { Progress } from '../../ui/Figure';
import { Icon } from '../../ui/Icon';
import { NameForm } from './NameForm';

interface RaterListProps {
  detail: SessionDetail;
  /** Why nothing can be changed now. */
  off: string | undefined;
  /** Somebody else judges from now on. */
  onSwitched: () => void;
}

/** Everybody who judges this session, with how far each is; a press judges as that one. */
export function RaterList({ detail, off, onSwitched }: RaterListProps) {
  const { evaluation } = detail;
  const voter = useVoter(evaluation);
  const [renamed, setRenamed] = useState<string | null>(null);
  const raters = withVoter(evaluation.raters, voter, ownVotes(evaluation, voter).votes_total);
  return (
    <ul className="raters__list" aria-label="Raters">
      {raters.map((rater) =>
        rater.name === renamed ? (
          <li key={rater.name}>
            <NameForm
              label={`Name of ${rater.label}`}
              name={rater.label}
              button="Save"
              onSubmit={(name) => renameRater(detail, rater.name, name)}
              onClose={() => setRenamed(null)}
            />
          </li>
        ) : (
          <li key={rater.name} className="raters__row">
            <Rater
              rater={rater}
              isVoter={rater.name === voter}
              onChoose={() => {
                switchRater(detail, rater.name);
                onSwitched();
              }}
            />
            <IconButton
              icon="edit"
              className="btn--sm raters__edit"
              label={`Rename ${rater.label}`}
              off={off}
              onClick={() => setRenamed(rater.name)}
            />
          </li>
        ),
      )}
    </ul>
  );
}

/** The raters of the session, and the one of this window, who may have given no vote yet. */
function withVoter(raters: readonly RaterView[], voter: string, total: number): readonly RaterView[] {
  if (raters.some(({ name }) => name === voter)) return raters;
  const own = {
    name: voter,
    label: voter,
    votes_done: 0,
    votes_total: total,
    from_pack: false,
    by_metric: [],
  };
  return [...raters, own];
}

function Rater({ rater, isVoter, onChoose }: { rater: RaterView; isVoter: boolean; onChoose: () => void }) {
  const { label, votes_done: done, votes_total: total, from_pack } = rater;
  const content = (
    <>
      <span className="raters__mark">{isVoter ? <Icon name="check" /> : null}</span>
      <span className="grow">
        <span className="line">
          <span className="cut grow" dir="auto" title={label}>
            {label}
          </span>
          {from_pack ? <Tag>Rating pack</Tag> : null}
          <span className="muted xs raters__count">
            {done} of {total}
          </span>
        </span>
        <Progress
          hair
          silent
          label={`Votes of ${label}`}
          done={total === 0 ? 0 : Math.min(1, done / total)}
        />
      </span>
    </>
  );
  // Votes of a pack are given elsewhere: nobody judges as that one here.
  if (from_pack) return <span className="raters__one">{content}</span>;
  return (
    <button
      type="button"
      className="raters__one"
      aria-current={isVoter ? 'true' : undefined}
      onClick={onChoose}
    >
      {content}
    </button>
  );
}
