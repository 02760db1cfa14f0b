import type { GenerationView } from '../../core/contract/generationView';
import type { SessionDetail } from '../../core/contract/sessionView';
import { HelpLink } from '../help/HelpLink';
import { useLinkOff } from '../store/connection';
import { askRun, useGeneration } from '../store/generation';
import { countOf } from '../store/sessionWords';
import { showTab } from '../store/view';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { groupFailures, isAskedPause, isWaitingForServer, pauseWords, waitingWords } from './runWords';

/** Why the run stands still, what is safe, and the ways on. Nothing while it goes on, is whole, or was asked to stand still. */
export function RunBanner({ detail }: { detail: SessionDetail }) {
  const { generation, evaluation, session_id: id } = detail;
  const asking = useGeneration((state) => state.asking);
  const off = useLinkOff();
  const { status, failed, images_done, images_total, reason } = generation;
  if (isWaitingForServer(generation)) return <ServerGone generation={generation} />;
  if ((status !== 'paused' && status !== 'failed') || isAskedPause(generation)) return null;
  const missing = images_total - images_done;
  // Images that are gone are told over every tab, with the way to make them again.
  const areAllGone = detail.missing_images.length > 0 && detail.missing_images.length === missing;
  if (status === 'paused' && failed.length === 0 && areAllGone) return null;
  const onlyFailed = failed.length > 0 && failed.length === missing;
  const failures = groupFailures(failed);
  const said = pauseWords(generation);
  return (
    <div className="run__banner">
      <Banner
        tone={status === 'failed' ? 'fault' : 'caution'}
        icon={failed.length > 0 || status === 'failed' ? 'warn' : 'pause'}
        title={said.title}
        actions={
          <>
            {generation.can_resume ? (
              <Button
                look="primary"
                small
                icon={onlyFailed ? 'refresh' : 'play'}
                busy={asking === 'resume'}
                off={off}
                onClick={() => void askRun(id, 'resume')}
              >
                {onlyFailed ? 'Retry failed' : 'Resume'}
              </Button>
            ) : null}
            {evaluation.can_judge ? (
              <Button small onClick={() => showTab('evaluate')}>
                Judge the complete pairs
              </Button>
            ) : null}
            {generation.can_resume ? null : (
              <Button small onClick={() => showTab('setup')}>
                Go to Setup
              </Button>
            )}
          </>
        }
      >
        <p>
          {said.more}{' '}
          <HelpLink topic="runs" about={[...failures.map(({ message }) => message), reason].join(' ')} />
        </p>
        {failures.length === 0 ? null : (
          <ul className="failures">
            {failures.map(({ images, message }) => (
              <li key={message}>
                {images}: {message}
              </li>
            ))}
          </ul>
        )}
      </Banner>
    </div>
  );
}

/** The self-check failed: what that means, unless the run stands still for it and says so already. */
export function SelfCheckBanner({ generation: { self_check, reason } }: { generation: GenerationView }) {
  if (self_check?.state !== 'failed' || reason?.includes(self_check.message)) return null;
  return (
    <div className="run__banner">
      <Banner tone="caution" icon="warn" title="The self-check failed.">
        {self_check.message} <HelpLink topic="selfCheck" about={self_check.message} />
      </Banner>
    </div>
  );
}

/** The server is gone in the middle of a run, or one of several that holds what is left. */
function ServerGone({ generation: { reason, images_done } }: { generation: GenerationView }) {
  const { title, more } = waitingWords(reason ?? '');
  return (
    <div className="run__banner">
      <Banner tone="caution" icon="warn" title={title}>
        {more === '' ? null : <p>{more}</p>}
        <p>
          {images_done === 0
            ? 'The run begins by itself when the server is back.'
            : `${countOf(images_done, 'image')} ${images_done === 1 ? 'is' : 'are'} safe, and the run goes on by itself when the server is back.`}{' '}
          <HelpLink topic="noConnection" about={reason ?? undefined} />
        </p>
      </Banner>
    </div>
  );
}
