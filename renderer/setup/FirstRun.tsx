import { useId, useState } from 'react';
import { plainAddress } from '../../core/session/serverKey';
import { HelpLink } from '../help/HelpLink';
import { LOOK_AGAIN_MS, lookAtServer, useComfy } from '../store/comfy';
import { useConnection } from '../store/connection';
import { serverAddress, tryDemo } from '../store/sessionActions';
import { useDraft } from '../store/setupDraft';
import { Button } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { Dot } from '../ui/Status';
import { AddressField } from './AddressField';
import './firstRun.css';
import plain from './lighthousePlain.svg';
import styled from './lighthouseStyled.svg';

/** The first start with no ComfyUI in reach: what the app does, and two ways on. */
export function FirstRun({ onSkip }: { onSkip: () => void }) {
  const [isBusy, setBusy] = useState(false);
  return (
    <div className="first">
      <div className="first__pair">
        <figure className="taste">
          <img src={plain} alt="A lighthouse at dusk, plain" />
          <span className="letter">A</span>
        </figure>
        <figure className="taste">
          <img src={styled} alt="The same lighthouse, painted" />
          <span className="letter">B</span>
        </figure>
      </div>
      <p className="first__ask muted">Which has the better style?</p>
      <h1>Find out, without fooling yourself, whether a LoRA is better</h1>
      <p className="first__lead muted">
        Blindfold makes the same pictures with and without your LoRA, shows them in pairs without saying which
        is which, and counts your choices.
      </p>
      <ServerCard />
      <section className="first__card">
        <Icon name="flask" />
        <div className="grow">
          <h2>No ComfyUI yet?</h2>
          <p className="muted">
            The built-in demo draws pictures by itself, needs no GPU, and takes about 2 minutes with the
            votes.
          </p>
          <div className="first__acts">
            <Button
              look="primary"
              busy={isBusy}
              onClick={() => {
                setBusy(true);
                void tryDemo().finally(() => setBusy(false));
              }}
            >
              Try it with the built-in demo
            </Button>
            <Button look="quiet" onClick={onSkip}>
              Fill in a set-up first
            </Button>
          </div>
        </div>
      </section>
    </div>
  );
}

function ServerCard() {
  const setup = useDraft((state) => state.draft.setup);
  const info = useConnection((state) => state.info);
  const { addressFault, server, isLooking } = useComfy();
  const textId = useId();
  const address = serverAddress(setup, info?.default_server);
  const where = plainAddress(address);
  return (
    <section className="first__card">
      <span className="first__dot">
        <Dot state={server === null ? 'wait' : 'fault'} />
      </span>
      <div className="grow">
        <h2 aria-live="polite">
          {addressFault !== null
            ? 'This address cannot be used'
            : server === null
              ? `Looking for ComfyUI at ${where}`
              : `No ComfyUI at ${where}`}
        </h2>
        <p className="muted" id={textId}>
          {addressFault !== null
            ? addressFault
            : server !== null && server.state !== 'unreachable' && server.message !== null
              ? server.message
              : `Start ComfyUI, or type where it runs. Blindfold looks again every ${LOOK_AGAIN_MS / 1000} seconds.`}{' '}
          {server === null && addressFault === null ? null : (
            <HelpLink topic="noConnection" about={addressFault ?? server?.message ?? undefined} />
          )}
        </p>
        <div className="first__acts">
          <div className="first__address" data-field="setup.servers">
            <AddressField
              label="Server address"
              address={address}
              invalid={addressFault !== null}
              describedBy={textId}
            />
          </div>
          <Button icon="refresh" busy={isLooking} onClick={() => void lookAtServer(address)}>
            Test
          </Button>
        </div>
      </div>
    </section>
  );
}
