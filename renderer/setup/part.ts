import type { DraftFault } from '../store/draft';

/** What every part of the set-up is told: the faults to show, and whether it can only be read. */
export interface SetupPart {
  faults: readonly DraftFault[];
  isFixed: boolean;
}
