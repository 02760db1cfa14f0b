import { ACTION_IDS, type Action, actionOf } from '../core/contract/actions';
import { KEY_GROUPS } from './evaluate/keyMap';
import { PAIR_KEY_GROUPS } from './report/evidence/PairKeysDialog';
import { KeyList } from './stage/KeyList';
import type { KeyGroup } from './stage/lookKeys';
import { useConnection } from './store/connection';
import { InfoDialog } from './ui/InfoDialog';
import './keysWindow.css';

/** The keys that do something whatever is on the screen. `isDesktop`: those too that a browser keeps for itself. */
export function anywhereKeys(isDesktop: boolean): KeyGroup[] {
  const linesOf = (...groups: Action['group'][]) =>
    ACTION_IDS.flatMap((id) => {
      const { label, keys, isDesktopKey, group } = actionOf(id);
      if (keys === undefined || (isDesktopKey && !isDesktop) || !groups.includes(group)) return [];
      return [{ keys: id === 'palette' ? [keys, 'mod+Shift+P'] : [keys], does: label.replace(/\.+$/, '') }];
    });
  return [
    {
      title: 'The open session',
      lines: [...linesOf('session', 'run'), { keys: ['F8'], does: 'Next fault of the set-up' }],
    },
    {
      title: 'Anywhere',
      lines: [...linesOf('window', 'go', 'help'), { keys: ['Esc'], does: 'Close what lies on top' }],
    },
  ];
}

/** All keys of the app: those of anywhere, and those of the screens that have their own. */
export default function KeysWindow({ open, onClose }: { open: boolean; onClose: () => void }) {
  const isDesktop = useConnection(({ info }) => info?.host === 'desktop');
  const [moves] = PAIR_KEY_GROUPS;
  return (
    <InfoDialog open={open} title="Keyboard shortcuts" size="wide" onClose={onClose}>
      <KeyList groups={anywhereKeys(isDesktop)} />
      <h2 className="keys__screen">While judging</h2>
      <KeyList groups={KEY_GROUPS} />
      <h2 className="keys__screen">While a pair of the report is looked at</h2>
      {/* It is looked at with the same keys as a pair that is judged. */}
      <KeyList groups={moves === undefined ? [] : [moves]} />
    </InfoDialog>
  );
}
