import type { SessionDetail } from '../../core/contract/sessionView';
import { askRun, useGeneration } from '../store/generation';
import { showTab } from '../store/view';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { groupFailures, isAskedPause, pauseWords } from './runWords';

/** Why the run stands still, what is safe, and the ways on. Nothing while it runs, is whole, or was asked to stand still. */
export function RunBanner({ detail }: { detail: SessionDetail }) {
  const { generation, evaluation, session_id: id } = detail;
  const asking = useGeneration((state) => state.asking);
  const { status, failed, images_done, images_total } = generation;
  if ((status !== 'paused' && status !== 'failed') || isAskedPause(generation)) return null;
  const missing = images_total - images_done;
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
        <p>{said.more}</p>
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
