import { useEffect, useState } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import { useComfy } from '../store/comfy';
import { useConnection, useLinkOff } from '../store/connection';
import { askRun, useGeneration } from '../store/generation';
import { ownVotes, useVoter } from '../store/raters';
import { showTab } from '../store/view';
import { Button } from '../ui/Button';
import { Figure, Figures, Progress } from '../ui/Figure';
import { Icon } from '../ui/Icon';
import {
  isAskedPause,
  isWaitingForServer,
  lastHeard,
  runAnnouncement,
  runCount,
  runFigures,
  runTitle,
} from './runWords';

/** The run's phase, count, bar and figures, with what can be asked of it. */
export function RunHead({ detail }: { detail: SessionDetail }) {
  const { generation } = detail;
  const { images_done: done, images_total: total, failed, status } = generation;
  const now = useNow(status === 'running');
  const isWaiting = isWaitingForServer(generation);
  const isLost = useConnection(({ link }) => link === 'lost');
  const server = useComfy((state) => state.server);
  // With several servers, one that is silent is left out and said beside it.
  const isSilent = generation.servers.length <= 1 && server !== null && server.state !== 'ok';
  return (
    <div className="run__head">
      <div className="run__title">
        <h1>{isLost ? lastHeard(runTitle(generation)) : runTitle(generation)}</h1>
        <span className="muted">{runCount(generation)}</span>
        <span className="grow" />
        <RunActions detail={detail} />
      </div>
      <Progress
        className="run__bar"
        label="Images made"
        done={total === 0 ? 0 : done / total}
        failed={total === 0 ? 0 : failed.length / total}
        tone={status === 'paused' || isWaiting || isLost ? 'caution' : 'accent'}
      />
      {generation.phase === 'queued' ? (
        <p className="run__queued muted">
          It begins by itself when the run of the other session has ended. This page can be closed meanwhile.
        </p>
      ) : null}
      {status === 'running' && generation.reason !== null && !isWaiting ? (
        <p className="run__queued muted">{generation.reason}</p>
      ) : null}
      {/* The run itself may notice it later, or go on: the server can be too busy to answer. */}
      {status === 'running' && isSilent && !isWaiting && !isLost ? (
        <p className="run__queued muted">{server.message}</p>
      ) : null}
      <Figures className="run__figures">
        {runFigures(generation, now, isLost || isSilent).map(({ name, value, unit }) => (
          <Figure key={name} name={name} value={value} {...(unit === undefined ? {} : { unit })} />
        ))}
      </Figures>
      {generation.self_check?.state === 'passed' ? (
        <p className="run__queued line xs faint">
          <Icon name="check" />
          {generation.self_check.message}
        </p>
      ) : null}
      <p className="sr" role="status">
        {runAnnouncement(generation)}
      </p>
    </div>
  );
}

function RunActions({ detail }: { detail: SessionDetail }) {
  const { session_id: id, generation, evaluation } = detail;
  const voter = useVoter(evaluation);
  const asking = useGeneration((state) => state.asking);
  const off = useLinkOff();
  if (generation.status === 'running') {
    return (
      <>
        {generation.phase === 'queued' ? null : (
          <Button
            key="pause"
            small
            icon="pause"
            busy={asking === 'pause'}
            off={off}
            onClick={() => void askRun(id, 'pause')}
          >
            Pause
          </Button>
        )}
        <Button
          key="stop"
          small
          icon="stop"
          busy={asking === 'stop'}
          off={off}
          onClick={() => void askRun(id, 'stop')}
        >
          Stop
        </Button>
      </>
    );
  }
  if (generation.status === 'completed') {
    return evaluation.complete ? (
      <Button look="primary" small onClick={() => showTab('report')}>
        Go to Report
      </Button>
    ) : (
      <Button look="primary" small onClick={() => showTab('evaluate')}>
        {ownVotes(evaluation, voter).votes_done === 0 ? 'Start judging' : 'Go on judging'}
      </Button>
    );
  }
  if (!isAskedPause(generation)) return null;
  return (
    <>
      {evaluation.can_judge ? (
        <Button small onClick={() => showTab('evaluate')}>
          Judge the complete pairs
        </Button>
      ) : null}
      <Button
        key="resume"
        look="primary"
        small
        icon="play"
        busy={asking === 'resume'}
        off={off}
        onClick={() => void askRun(id, 'resume')}
      >
        Resume
      </Button>
    </>
  );
}

/** The time, anew every few seconds while something runs; in ms since 1970. */
function useNow(isRunning: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!isRunning) return;
    setNow(Date.now());
    const timer = setInterval(() => setNow(Date.now()), 5000);
    return () => clearInterval(timer);
  }, [isRunning]);
  return now;
}
