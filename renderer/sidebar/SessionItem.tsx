import { memo, useState } from 'react';
import type { SessionSummary } from '../../core/contract/sessionView';
import { splitFileName, standingOf } from '../store/sessionWords';
import { Icon } from '../ui/Icon';
import { StatusRing } from '../ui/Status';
import './item.css';

interface SessionItemProps {
  summary: SessionSummary;
  isOpen: boolean;
  /** An earlier process left changes in it, and nobody has said yet what becomes of them. */
  isRecovered: boolean;
  onLoad: () => void;
}

/** One session of the list. Its name for screen readers is the label as other tools write it, then how it stands. */
export const SessionItem = memo(function SessionItem({
  summary,
  isOpen,
  isRecovered,
  onLoad,
}: SessionItemProps) {
  const standing = standingOf(isRecovered ? { ...summary, recovered_from_disk: true } : summary);
  const { name, ending } = splitFileName(summary.lora_filename ?? 'No LoRA yet');
  return (
    <li>
      <button
        type="button"
        className="item"
        aria-current={isOpen ? 'true' : undefined}
        title={summary.label}
        onClick={onLoad}
      >
        <span className="sr">{summary.label}</span>
        <Thumbnail summary={summary} />
        <span className="item__id cut" aria-hidden="true">
          {summary.session_id} {summary.label.slice(summary.label.lastIndexOf('('))}
        </span>
        <span className="item__lora cut" aria-hidden="true">
          {name}
          <i>{ending}</i>
        </span>
        <span className="item__mark">
          {summary.pinned ? (
            <>
              <Icon name="pin" />
              <span className="sr">Pinned</span>
            </>
          ) : null}
          {summary.unsaved_changes > 0 ? (
            <span className="unsaved">
              <span className="sr">Unsaved changes</span>
            </span>
          ) : null}
        </span>
        <span className="item__state">
          <StatusRing state={standing.ring} share={standing.share} />
          <span className={standing.isFault ? 'cut fault' : 'cut'}>{standing.words}</span>
        </span>
      </button>
    </li>
  );
});

function Thumbnail({ summary }: { summary: SessionSummary }) {
  const [broken, setBroken] = useState<string | null>(null);
  const { thumbnail, state } = summary;
  if (thumbnail === null || thumbnail === broken) {
    const icon = state === 'damaged' ? 'broken' : state === 'archived' ? 'archive' : 'image';
    return (
      <span className="item__thumb">
        <Icon name={icon} />
      </span>
    );
  }
  return (
    <img className="item__thumb" src={thumbnail} alt="" loading="lazy" onError={() => setBroken(thumbnail)} />
  );
}
