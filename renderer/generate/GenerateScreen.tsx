import { useEffect } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import { HelpLink } from '../help/HelpLink';
import { followGeneration, makeAgain, useGeneration } from '../store/generation';
import { useDetail } from '../store/session';
import { showTab } from '../store/view';
import { Button } from '../ui/Button';
import { EmptyState } from '../ui/EmptyState';
import { Icon } from '../ui/Icon';
import './generate.css';
import { LogPanel } from './LogPanel';
import { PreviewSwitch, Previews } from './Previews';
import { RunBanner, SelfCheckBanner } from './RunBanner';
import { RunHead } from './RunHead';
import { ServerPanel } from './ServerPanel';
import { TileGrid } from './TileGrid';

/** The Generate tab: how the run goes, the pictures in shuffled places, the server and the log. */
export default function GenerateScreen() {
  const detail = useDetail();
  if (detail !== null && isBegun(detail)) return <Run detail={detail} />;
  const empty = (
    <EmptyState
      icon="image"
      title="Nothing is being made yet"
      actions={
        <Button look="primary" onClick={() => showTab('setup')}>
          Go to Setup
        </Button>
      }
    >
      Images appear here one by one once the set-up is complete and started.{' '}
      <HelpLink topic="firstRun">How a first run goes</HelpLink>
    </EmptyState>
  );
  // A session has a log from its first moment on.
  if (detail === null) return empty;
  return (
    <div className="run">
      <div className="run__main">{empty}</div>
      <div className="run__panel">
        <LogPanel sessionId={detail.session_id} />
      </div>
    </div>
  );
}

function isBegun({ generation }: SessionDetail): boolean {
  return generation.status !== 'pending' || generation.phase !== null || generation.images_done > 0;
}

function Run({ detail }: { detail: SessionDetail }) {
  const { session_id: id, generation } = detail;
  useEffect(() => followGeneration(id), [id]);
  const { sessionId, tiles } = useGeneration();
  const isHere = sessionId === id;
  return (
    <div className="run">
      <section className="run__main" aria-label="Images">
        <RunBanner detail={detail} />
        <SelfCheckBanner generation={generation} />
        <RunHead detail={detail} />
        <TilesNote detail={detail} />
        <TileGrid
          tiles={isHere ? tiles : null}
          generation={generation}
          onAgain={(number) => void makeAgain(id, number)}
        />
      </section>
      <div className="run__panel">
        {isHere ? <Previews generation={generation} /> : null}
        <ServerPanel detail={detail} />
        <LogPanel sessionId={id} />
      </div>
    </div>
  );
}

/** What looking at the pictures may give away, and the previews of those to come. */
function TilesNote({ detail: { session_id, generation, evaluation } }: { detail: SessionDetail }) {
  const isRevealed = evaluation.revealed_at !== null;
  const canPreview = generation.status === 'running' && generation.phase !== 'queued';
  if (isRevealed && !canPreview) return null;
  return (
    <div className="run__note faint xs">
      {isRevealed ? null : (
        <>
          <Icon name="shuffle" />
          <span className="grow">
            Places are shuffled and carry no labels.{' '}
            {generation.status === 'completed' ? null : (
              <span className={canPreview ? 'wide' : undefined}>
                Images of one weight come one after another, so watching closely may bias you.
              </span>
            )}
          </span>
        </>
      )}
      {canPreview ? <PreviewSwitch sessionId={session_id} isOn={generation.previews} /> : null}
    </div>
  );
}
