import type { RunServer } from '../../core/contract/generationView';
import type { SessionDetail } from '../../core/contract/sessionView';
import { plainAddress, serverKey } from '../../core/session/serverKey';
import { useComfy } from '../store/comfy';
import { useLinkOff } from '../store/connection';
import { useOtherServers } from '../store/otherServers';
import { deviceWords, serverTitle } from '../store/serverWords';
import { Progress } from '../ui/Figure';
import { Dot } from '../ui/Status';
import { serverWork } from './runWords';

const STATES = {
  working: { words: 'Working', tone: 'better', dot: 'ok' },
  idle: { words: 'Idle', tone: 'muted', dot: 'off' },
  out: { words: 'Left out', tone: 'caution', dot: 'wait' },
} as const;

/** The servers that share the images: what each does, how fast it is, and why one is left out. */
export default function RunServers({ detail }: { detail: SessionDetail }) {
  const { servers } = detail.generation;
  const isLost = useLinkOff() !== undefined;
  return (
    <section className="section run__server" aria-labelledby="run-servers">
      <div className="section__head">
        <h2 id="run-servers">Servers</h2>
        {isLost ? <span className="line xs muted">Not known now</span> : null}
      </div>
      <ul className="runservers">
        {servers.length === 0
          ? detail.setup.servers.map((address) => <AtRest key={address} address={address} isLost={isLost} />)
          : servers.map((server) => <AtWork key={server.name} server={server} isLost={isLost} />)}
      </ul>
    </section>
  );
}

function AtWork({ server, isLost }: { server: RunServer; isLost: boolean }) {
  const { name, state, message, current } = server;
  const { words, tone, dot } = STATES[state];
  return (
    <li>
      <div className="line xs">
        <Dot state={isLost ? 'wait' : dot} />
        <span className="grow cut" title={name}>
          {serverTitle(name)}
        </span>
        {isLost ? null : <span className={tone}>{words}</span>}
      </div>
      <div className="line xs faint runservers__facts">
        <span className="grow cut">{serverWork(server)}</span>
        {current === null || current.steps === 0 || isLost ? null : (
          <span>
            <span className="sr">Image {current.number}, step </span>
            {current.step} of {current.steps}
          </span>
        )}
      </div>
      {state === 'out' ? (
        <p className="help">{message}</p>
      ) : (
        <Progress
          hair
          silent
          className="runservers__bar"
          label={`Steps of the image on ${name}`}
          done={current === null || current.steps === 0 || isLost ? 0 : current.step / current.steps}
        />
      )}
    </li>
  );
}

/** A server while nothing runs, as it was last heard. */
function AtRest({ address, isLost }: { address: string; isLost: boolean }) {
  const first = useComfy();
  const others = useOtherServers(({ heard }) => heard);
  const isFirst = first.address !== null && serverKey(first.address) === serverKey(address);
  const server = isFirst ? first.server : (others[serverKey(address)]?.server ?? null);
  const device = server?.devices[0];
  const words =
    server === null
      ? 'Not heard yet'
      : server.state !== 'ok'
        ? 'Not answering'
        : device === undefined
          ? 'Idle'
          : deviceWords(device.name);
  return (
    <li>
      <div className="line xs">
        <Dot state={server === null || isLost ? 'wait' : 'off'} />
        <span className="grow cut" title={address}>
          {serverTitle(plainAddress(address))}
        </span>
        {isLost ? null : (
          <span className="muted cut runservers__device" title={words}>
            {words}
          </span>
        )}
      </div>
    </li>
  );
}
