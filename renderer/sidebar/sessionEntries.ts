import type { SessionSummary } from '../../core/contract/sessionView';
import { beginSelection } from '../store/selection';
import { loadSession, setPinned } from '../store/sessionActions';
import { readOnlyReason } from '../store/sessionWords';
import {
  archiveSessions,
  bringBack,
  checkSession,
  copySession,
  deleteSessions,
  showFolder,
  type Work,
} from '../store/sessionWork';
import { exportSessions, holdsHiddenLabels } from '../store/transfers';
import type { MenuEntry } from '../ui/Menu';

/** What is being done with a session, in words. */
export const WORK_WORDS: Record<Work, string> = {
  deleting: 'Being deleted',
  restoring: 'Coming back',
  archiving: 'Being archived',
  bringing_back: 'Coming out of its archive',
  copying: 'Being copied',
  checking: 'Being checked',
};

interface Circumstances {
  summary: SessionSummary;
  /** Something is being done with it already. */
  work: Work | undefined;
  isDesktop: boolean;
}

/** Why the files of a session cannot be touched now; undefined when they can. */
function filesOff({ summary, work }: Circumstances): string | undefined {
  if (work !== undefined) return WORK_WORDS[work].toLowerCase();
  return summary.status === 'running' ? 'while running: stop first' : undefined;
}

/** Why a session cannot be moved away now; undefined when it can. */
function leaveOff(about: Circumstances): string | undefined {
  const { sample, state } = about.summary;
  return state === 'read_only' && !sample ? 'open elsewhere' : filesOff(about);
}

const canBeRead = ({ state }: SessionSummary) => state !== 'damaged' && state !== 'archived';

/** What can be done with any session, the open one included: from making a copy to showing its folder. */
export function commonEntries(about: Circumstances): MenuEntry[] {
  const { summary, work, isDesktop } = about;
  const { session_id: id, pinned, state } = summary;
  const isArchived = state === 'archived';
  const busy = work === undefined ? undefined : WORK_WORDS[work].toLowerCase();
  const unreadable = canBeRead(summary) ? undefined : isArchived ? 'bring it back first' : 'check it first';
  const pinOff = readOnlyReason(summary) === null ? unreadable : 'cannot be changed';
  return [
    {
      label: pinned ? 'Unpin' : 'Pin to the top',
      icon: 'pin',
      off: pinOff,
      run: () => void setPinned(id, !pinned),
    },
    { label: 'Save as copy', icon: 'copy', off: busy ?? unreadable, run: () => void copySession(summary) },
    {
      label: 'Export as zip',
      icon: 'export',
      off: isArchived ? unreadable : busy,
      hint: holdsHiddenLabels(summary) ? 'labels included' : undefined,
      run: () => void exportSessions([summary]),
    },
    isArchived
      ? { label: 'Bring back', icon: 'archive', off: busy, run: () => void bringBack(summary) }
      : {
          label: 'Archive',
          icon: 'archive',
          off: summary.sample ? 'it stays where it is' : (leaveOff(about) ?? unreadable),
          run: () => void archiveSessions([summary]),
        },
    {
      label: 'Check this session',
      icon: 'check',
      off: isArchived ? unreadable : leaveOff(about),
      run: () => void checkSession(summary),
    },
    {
      label: 'Compare with others',
      icon: 'chart',
      off: unreadable ?? (summary.step < 4 || summary.is_pack ? 'not judged to the end' : undefined),
      run: () => beginSelection(summary),
    },
    ...(isDesktop
      ? [{ label: 'Show folder', icon: 'folder', run: () => void showFolder(id) } satisfies MenuEntry]
      : []),
  ];
}

/** The way to the trash, apart from the rest. */
export function deleteEntry(about: Circumstances): MenuEntry {
  return {
    label: 'Delete',
    icon: 'trash',
    apart: true,
    off: leaveOff(about),
    run: () => void deleteSessions([about.summary]),
  };
}

/** The menu of a session in the list. In: how it stands, and what shows its notes. */
export function itemEntries(about: Circumstances, editNotes: () => void): MenuEntry[] {
  const { summary } = about;
  const [pin, ...others] = commonEntries(about);
  return [
    { label: 'Open', icon: 'right', run: () => void loadSession(summary.session_id) },
    ...(pin === undefined ? [] : [pin]),
    {
      label: 'Notes',
      icon: 'note',
      off: canBeRead(summary) ? undefined : 'cannot be read',
      run: editNotes,
    },
    ...others,
    deleteEntry(about),
  ];
}
