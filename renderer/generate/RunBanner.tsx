import type { SessionDetail } from '../../core/contract/sessionView';
import { askRun, useGeneration } from '../store/generation';
import { countOf } from '../store/sessionWords';
import { showTab } from '../store/view';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';
import { groupFailures } from './runWords';

/** Why the run stands still, what is safe, and the ways on. Nothing while it runs or is whole. */
export function RunBanner({ detail }: { detail: SessionDetail }) {
  const { generation, evaluation, session_id: id } = detail;
  const asking = useGeneration((state) => state.asking);
  const { status, failed, images_done, images_total, reason } = generation;
  if (status !== 'paused' && status !== 'failed') return null;
  const missing = images_total - images_done;
  const onlyFailed = failed.length > 0 && failed.length === missing;
  const failures = groupFailures(failed);
  return (
    <div className="run__banner">
      <Banner
        tone={status === 'failed' ? 'fault' : 'caution'}
        icon={failed.length > 0 || status === 'failed' ? 'warn' : 'pause'}
        title={reason ?? (status === 'failed' ? 'The run failed.' : 'The run is paused.')}
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
        <p>{safeWords(images_done, failed.length, generation.can_resume)}</p>
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

function safeWords(done: number, failed: number, canResume: boolean): string {
  const safe =
    done === 0 ? 'No image was made yet.' : `${countOf(done, 'image')} ${done === 1 ? 'is' : 'are'} safe.`;
  if (!canResume) return safe;
  return failed > 0
    ? `${safe} Going on makes what is missing and tries what failed again.`
    : `${safe} Going on makes exactly what is missing.`;
}
