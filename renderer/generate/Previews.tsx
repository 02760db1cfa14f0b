import type { GenerationView } from '../../core/contract/generationView';
import { useLinkOff } from '../store/connection';
import { setPreviews } from '../store/generation';
import { Tag } from '../ui/Chip';
import { laterPart } from '../ui/laterPart';
import { Switch } from '../ui/Switch';

const frames = laterPart(() => import('./PreviewFrames'), {
  waiting: <section className="section run__preview" aria-busy="true" />,
});

/** Shows the images while they are made, or not. */
export function PreviewSwitch({ sessionId, isOn }: { sessionId: string; isOn: boolean }) {
  const off = useLinkOff();
  return (
    <span className="line preview__switch">
      <span className="muted">Live preview</span>
      <Tag caution>may bias you</Tag>
      <Switch
        label="Live preview, may bias you"
        checked={isOn}
        disabled={off !== undefined}
        onChange={(on) => void setPreviews(sessionId, on)}
      />
    </span>
  );
}

/** The images that are being made, while that was asked for. */
export function Previews({ generation }: { generation: GenerationView }) {
  if (generation.status !== 'running' || !generation.previews) return null;
  return <frames.Part generation={generation} />;
}
