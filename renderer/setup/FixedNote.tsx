import type { SessionDetail } from '../../core/contract/sessionView';
import { newSession } from '../store/sessionActions';
import { HELD_ELSEWHERE } from '../store/sessionWords';
import { Banner } from '../ui/Banner';
import { Button } from '../ui/Button';

/** Why the set-up can only be read, or only be added to. */
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
  if (detail.sample) {
    return {
      title: 'The set-up is fixed: this is the sample.',
      text: 'A copy of it can be added to. To try something else, begin a new session with the same set-up.',
    };
  }
  if (!detail.can_extend) {
    return {
      title: 'The set-up is fixed: its images were made elsewhere.',
      text: 'Others could not be made to match them. To make images of your own, begin a new session with the same set-up.',
    };
  }
  if (detail.generation.status === 'running') {
    return {
      title: 'The set-up is fixed while images are being made.',
      text: 'Prompts, seeds, weights and LoRA files can be added once the run is over or paused.',
    };
  }
  return {
    title: 'Images are made with this set-up, so it can only grow.',
    text: 'Add prompts, seeds, weights or LoRA files: only the new images are made, and their pairs are judged after the others.',
  };
}
