import { memo, useState } from 'react';
import type { SessionDetail } from '../../../core/contract/sessionView';
import { savePackVotes } from '../../store/packs';
import { addRater, renameRater } from '../../store/raterActions';
import { raterLabel, useVoter } from '../../store/raters';
import { askRedo } from '../../store/redo';
import { Button } from '../../ui/Button';
import { Popover } from '../../ui/Popover';
import { useVoteOff } from '../voteOff';
import { NameForm } from './NameForm';
import { MakePackEntry, TakeVotesEntry } from './packEntries';
import { RaterList } from './RaterList';
import './raters.css';

/** Who judges here, behind the rater's own name: others, their progress, and rating packs for those who judge elsewhere. */
export const RaterMenu = memo(function RaterMenu({ detail }: { detail: SessionDetail }) {
  const [isOpen, setOpen] = useState(false);
  const voter = useVoter(detail.evaluation);
  const label = raterLabel(detail.evaluation, voter);
  const isPack = detail.pack !== null;
  const close = () => setOpen(false);
  return (
    <Popover
      middle
      open={isOpen}
      onOpenChange={setOpen}
      title={isPack ? 'Your name' : 'Raters'}
      trigger={
        <Button
          look="quiet"
          small
          icon="user"
          className="raters__open"
          aria-label={`Rater: ${label}`}
          title={`Rater: ${label}`}
        >
          <span className="cut raters__own" dir="auto" title={label}>
            {label}
          </span>
        </Button>
      }
    >
      {isPack ? (
        <PackRater detail={detail} voter={voter} onClose={close} />
      ) : (
        <Everybody
          detail={detail}
          onClose={close}
          onRedo={() => {
            close();
            askRedo();
          }}
        />
      )}
    </Popover>
  );
});

interface EverybodyProps {
  detail: SessionDetail;
  onClose: () => void;
  onRedo: () => void;
}

function Everybody({ detail, onClose, onRedo }: EverybodyProps) {
  const [isAdding, setAdding] = useState(false);
  const off = useVoteOff(detail);
  const { votes_done } = detail.evaluation;
  return (
    <div className="raters">
      <RaterList detail={detail} off={off} onSwitched={onClose} />
      {isAdding ? (
        <div>
          <NameForm
            label="Name of another rater"
            name=""
            button="Add"
            onSubmit={(name) => {
              const fault = addRater(detail, name);
              if (fault === null) onClose();
              return fault;
            }}
            onClose={() => setAdding(false)}
          />
          <p className="help">With an order of their own. They join with the first vote.</p>
        </div>
      ) : (
        <Button
          look="quiet"
          small
          icon="plus"
          className="raters__entry"
          off={off}
          onClick={() => setAdding(true)}
        >
          Add another rater
        </Button>
      )}
      <div className="raters__group">
        <MakePackEntry detail={detail} onDone={onClose} />
        <TakeVotesEntry detail={detail} onDone={onClose} />
        <p className="help">
          Somebody else judges on another machine: a rating pack holds the pairs without labels, and the votes
          come back as a small file.
        </p>
      </div>
      <div className="raters__group">
        <Button
          look="quiet"
          small
          icon="refresh"
          className="raters__entry"
          off={off ?? (votes_done === 0 ? 'There is no vote yet' : undefined)}
          onClick={onRedo}
        >
          Judge again from the start
        </Button>
      </div>
    </div>
  );
}

/** In an opened rating pack one person judges, whose name goes with the votes. */
function PackRater({
  detail,
  voter,
  onClose,
}: {
  detail: SessionDetail;
  voter: string;
  onClose: () => void;
}) {
  const label = raterLabel(detail.evaluation, voter);
  return (
    <div className="raters">
      <NameForm
        label="Your name"
        name={label}
        button="Save"
        onSubmit={(name) => renameRater(detail, voter, name)}
        onClose={onClose}
      />
      <p className="help">It goes with your votes to whoever made the pack.</p>
      <div className="raters__group">
        <Button
          look="quiet"
          small
          icon="export"
          className="raters__entry"
          off={detail.evaluation.votes_done === 0 ? 'There is no vote yet' : undefined}
          onClick={() => {
            onClose();
            void savePackVotes(detail.session_id);
          }}
        >
          Save the votes as a file
        </Button>
      </div>
    </div>
  );
}
