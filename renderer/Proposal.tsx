import { acceptProposal, declineProposal, useProposal } from './store/proposal';
import { useSession } from './store/session';
import { tellingName } from './store/sessionWords';
import { Banner } from './ui/Banner';
import { Button } from './ui/Button';

/** At a fresh start: the session to go on with, over the blank page, and never more than an offer. */
export function Proposal() {
  const { proposed, reason } = useProposal();
  const isBlank = useSession(({ session }) => session.phase === 'blank');
  if (proposed === null || !isBlank) return null;
  return (
    <div className="main__banner">
      <Banner
        tone="accent"
        icon="play"
        title={`Go on with ${tellingName(proposed)}?`}
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
        {reason}
      </Banner>
    </div>
  );
}
