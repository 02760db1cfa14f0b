import {
  JUDGE_VIEWS,
  type JudgeView,
  setJudgeSettings,
  useJudgeSettings,
  VIEW_NAMES,
} from '../store/judgeSettings';
import { IconButton } from '../ui/Button';
import type { IconName } from '../ui/Icon';
import { Segments } from '../ui/Segments';
import type { Viewer } from './viewer';
import { ZoomButton } from './ZoomButton';

const VIEW_ICONS: Readonly<Record<JudgeView, IconName>> = {
  side: 'side',
  slider: 'slider',
  single: 'swap',
  difference: 'diff',
};

interface ViewToolsProps {
  /** How large the pictures are shown, in words. */
  zoom: string;
  act: Viewer['act'];
  /** The ground of the pictures. */
  home: Viewer['ref'];
}

/** In a bar: the view, as a choice of four where there is room and as one button where there is not, and the zoom. */
export function ViewTools({ zoom, act, home }: ViewToolsProps) {
  const view = useJudgeSettings((settings) => settings.view);
  return (
    <>
      <span className="wide">
        <Segments
          label="View"
          icons
          value={view}
          options={JUDGE_VIEWS.map((value) => ({
            value,
            label: value === 'single' ? `${VIEW_NAMES[value]}, hold Space to swap` : VIEW_NAMES[value],
            icon: VIEW_ICONS[value],
          }))}
          onChange={(next) => setJudgeSettings({ view: next })}
        />
      </span>
      <IconButton
        className="narrow"
        icon={VIEW_ICONS[view]}
        label={`${VIEW_NAMES[view]}. Next view`}
        keys="V"
        onClick={() => act({ does: 'view' })}
      />
      <ZoomButton words={zoom} act={act} home={home} />
    </>
  );
}
