import { useRef, useState } from 'react';
import type { SessionDetail } from '../../../core/contract/sessionView';
import { makePack, takeVotesIn } from '../../store/packs';
import { Button } from '../../ui/Button';
import { useVoteOff } from '../voteOff';

interface EntryProps {
  detail: SessionDetail;
  onDone?: () => void;
}

/** Writes the complete pairs into a rating pack. */
export function MakePackEntry({ detail, onDone }: EntryProps) {
  const off = useVoteOff(detail);
  const nothing = detail.evaluation.can_judge ? undefined : 'No pair is complete yet';
  return (
    <Button
      look="quiet"
      small
      icon="export"
      className="raters__entry"
      off={off ?? nothing}
      onClick={() => {
        onDone?.();
        void makePack(detail.session_id);
      }}
    >
      Make a rating pack
    </Button>
  );
}

/** Takes the votes of a rating pack in, from a file that is chosen. */
export function TakeVotesEntry({ detail, onDone }: EntryProps) {
  const file = useRef<HTMLInputElement>(null);
  const [isBusy, setBusy] = useState(false);
  const off = useVoteOff(detail);
  const take = async (chosen: File) => {
    setBusy(true);
    await takeVotesIn(detail, chosen);
    setBusy(false);
    onDone?.();
  };
  return (
    <>
      <Button
        look="quiet"
        small
        icon="import"
        className="raters__entry"
        busy={isBusy}
        off={off}
        onClick={() => file.current?.click()}
      >
        Take votes in
      </Button>
      <input
        ref={file}
        type="file"
        accept=".json,application/json"
        hidden
        aria-label="File of votes"
        onChange={(event) => {
          const [chosen] = event.target.files ?? [];
          event.target.value = '';
          if (chosen !== undefined) void take(chosen);
        }}
      />
    </>
  );
}
