import type { RefObject } from 'react';
import { KeyList } from '../../stage/KeyList';
import { type KeyGroup, LOOK_KEYS } from '../../stage/lookKeys';
import { InfoDialog } from '../../ui/InfoDialog';

/** All keys of the viewer with what they do, in groups. */
export const PAIR_KEY_GROUPS: readonly KeyGroup[] = [
  {
    title: 'Go through the pairs',
    lines: [
      { keys: ['←', '['], does: 'The pair before' },
      { keys: ['→', ']'], does: 'The pair after' },
      { keys: ['Esc'], does: 'Back to the report' },
    ],
  },
  {
    title: 'Look',
    lines: LOOK_KEYS.map((line) =>
      line.keys.includes('P') ? { ...line, does: 'Show or hide prompt and votes' } : line,
    ),
  },
];

interface PairKeysDialogProps {
  open: boolean;
  onClose: () => void;
  focusAfter: RefObject<HTMLElement | null>;
}

/** All keys of the viewer. */
export function PairKeysDialog({ open, onClose, focusAfter }: PairKeysDialogProps) {
  return (
    <InfoDialog open={open} title="Keys" size="wide" onClose={onClose} focusAfter={focusAfter}>
      <KeyList groups={PAIR_KEY_GROUPS} />
    </InfoDialog>
  );
}
