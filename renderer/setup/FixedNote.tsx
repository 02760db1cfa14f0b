import type { SessionDetail } from '../../core/contract/sessionView';
import { newSession } from '../store/sessionActions';
import { HELD_ELSEWHERE } from '../store/sessionWords';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';

/** Why the set-up can only be read. */
export function FixedNote({ detail }: { detail: SessionDetail }) {
  const { title, text } = reasonOf(detail);
  return (
    <div className="setup__note">
      <Banner
        icon="info"
        title={title}
        actions={
          <Button small onClick={() => void newSession(detail.setup)}>
            New session with this set-up
          </Button>
        }
      >
        {text}
      </Banner>
    </div>
  );
}

function reasonOf(detail: SessionDetail): { title: string; text: string } {
  if (detail.state === 'read_only') {
    return {
      title: `${HELD_ELSEWHERE}.`,
      text: 'Here it can be read. Close it there to go on here.',
    };
  }
  if (detail.state !== 'ok')
    return { title: 'This session can only be read.', text: 'Its saved state is not whole.' };
  return {
    title: 'The set-up is fixed: images are made with it.',
    text: 'A change now would mix two evaluations. To try something else, begin a new session with the same set-up.',
  };
}
