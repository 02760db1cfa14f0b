import type { SessionSummary } from '../core/contract/sessionView';
import { acceptProposal, declineProposal, useProposal } from './store/proposal';
import { useSession } from './store/session';
import { countOf, sessionName } from './store/sessionWords';
import { Banner } from './ui/Banner';
import { Button } from './ui/Button';

/** At a fresh start: the session to go on with, over the blank page, and never more than an offer. */
export function Proposal() {
  const proposed = useProposal((state) => state.proposed);
  const isBlank = useSession(({ session }) => session.phase === 'blank');
  if (proposed === null || !isBlank) return null;
  return (
    <div className="main__banner">
      <Banner
        tone="accent"
        icon="play"
        title={`Go on with ${sessionName(proposed)}?`}
        actions={
          <>
            <Button small look="primary" onClick={() => void acceptProposal()}>
              Go on
            </Button>
            <Button small onClick={declineProposal}>
              Not now
            </Button>
          </>
        }
      >
        {proposalWords(proposed)}
      </Banner>
    </div>
  );
}

/** How far the session is that is proposed. */
export function proposalWords(summary: SessionSummary): string {
  const { status, step, images_done, images_total, votes_done, votes_total } = summary;
  const images = `${images_done} of ${countOf(images_total, 'image')}`;
  if (status === 'running') return `It is being made at this moment: ${images} are there.`;
  if (step === 4) return `Its evaluation is complete, with ${countOf(votes_done, 'vote')}.`;
  if (votes_done > 0)
    return `${votes_done} of ${countOf(votes_total, 'vote')} ${votes_done === 1 ? 'is' : 'are'} cast.`;
  if (status === 'paused') return `It is paused, with ${images} made.`;
  if (step === 3) return `All ${countOf(images_total, 'image')} are made. Nobody has voted yet.`;
  if (status === 'failed') return `Its run failed, with ${images} made.`;
  return 'Its set-up is begun and no image is made yet.';
}
