import { memo } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import { ViewTools } from '../stage/ViewTools';
import type { Viewer } from '../stage/viewer';
import { setJudgeSettings, useJudgeSettings } from '../store/judgeSettings';
import { toggleStrip } from '../store/votedTrials';
import { Button, IconButton } from '../ui/Button';
import { Kbd } from '../ui/Kbd';
import { Menu } from '../ui/Menu';
import { RaterMenu } from './raters/RaterMenu';

export interface BarToolsProps {
  detail: SessionDetail;
  /** How large the pictures are shown, in words. */
  zoom: string;
  isFull: boolean;
  act: Viewer['act'];
  /** The ground of the pictures. */
  home: Viewer['ref'];
  onKeys: () => void;
  onFinish: () => void;
}

/** How the pictures are shown, who judges, and all that is seldom asked for: nothing here changes with a vote. */
export const BarTools = memo(function BarTools({
  detail,
  zoom,
  isFull,
  act,
  home,
  onKeys,
  onFinish,
}: BarToolsProps) {
  const isPromptShown = useJudgeSettings((settings) => settings.isPromptShown);
  const fullScreen = isFull ? 'Leave full screen' : 'Full screen';
  return (
    <div className="judge__end">
      <ViewTools zoom={zoom} act={act} home={home} />
      <Button
        look="quiet"
        small
        icon="text"
        aria-label="Prompt"
        aria-pressed={isPromptShown}
        aria-keyshortcuts="P"
        onClick={() => setJudgeSettings({ isPromptShown: !isPromptShown })}
      >
        <Hint keys="P" />
      </Button>
      <span className="wide">
        <IconButton
          icon="fit"
          label={fullScreen}
          keys="Shift+F"
          pressed={isFull}
          onClick={() => act({ does: 'full' })}
        />
      </span>
      <Button
        className="judge__keys"
        look="quiet"
        small
        icon="keys"
        aria-label="All keys"
        aria-keyshortcuts="?"
        onClick={onKeys}
      >
        <Hint keys="?" />
      </Button>
      <RaterMenu detail={detail} />
      <Menu
        trigger={<IconButton icon="more" label="More" />}
        entries={[
          { label: 'All keys', icon: 'keys', keys: '?', run: onKeys },
          { label: 'All trials', icon: 'list', keys: 'T', run: toggleStrip },
          { label: fullScreen, icon: 'fit', keys: 'Shift+F', run: () => act({ does: 'full' }) },
          {
            label: 'Finish early',
            icon: 'flag',
            apart: true,
            off: detail.state === 'read_only' ? 'open elsewhere' : undefined,
            run: onFinish,
          },
        ]}
      />
    </div>
  );
});

/** A key cap that may go in a small window. */
function Hint({ keys }: { keys: string }) {
  return (
    <span className="wide">
      <Kbd keys={keys} />
    </span>
  );
}
