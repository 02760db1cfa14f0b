import { useEffect } from 'react';
import type { ComfyServer } from '../../core/contract/comfyView';
import type { SessionDetail } from '../../core/contract/sessionView';
import { plainAddress } from '../../core/session/serverKey';
import { followServer, useComfy } from '../store/comfy';
import { useLinkOff } from '../store/connection';
import { deviceWords } from '../store/serverWords';
import { laterPart } from '../ui/laterPart';
import { Dot } from '../ui/Status';
import { isWaitingForServer, memoryWords } from './runWords';

const servers = laterPart(() => import('./RunServers'), {
  waiting: <section className="section run__server" aria-busy="true" />,
});

/** The server that makes the images, or all of them. */
export function ServerPanel({ detail }: { detail: SessionDetail }) {
  if (detail.setup.servers.length <= 1 && detail.generation.servers.length <= 1)
    return <OneServer detail={detail} />;
  return <servers.Part detail={detail} />;
}

/** The one server, as it was last heard. */
function OneServer({ detail }: { detail: SessionDetail }) {
  const { status } = detail.generation;
  const { server, address } = useComfy();
  const isLost = useLinkOff() !== undefined;
  const isRunning = status === 'running' && !isLost;
  // Nobody tells of its memory and queue: they are asked for, and anew all the time while a run changes them.
  useEffect(() => followServer(isRunning), [isRunning]);
  const device = server?.devices[0];
  const memory = device === undefined || isLost ? null : memoryWords(device.vram_free, device.vram_total);
  const isFaulty =
    !isLost && ((server !== null && server.state !== 'ok') || isWaitingForServer(detail.generation));
  return (
    <section className="section run__server" aria-labelledby="run-server">
      <div className="section__head">
        <h2 id="run-server">Server</h2>
        <span className={isFaulty ? 'line xs fault' : isRunning ? 'line xs better' : 'line xs muted'}>
          <Dot state={isFaulty ? 'fault' : isLost || server === null ? 'wait' : isRunning ? 'ok' : 'off'} />
          {isFaulty
            ? 'Not answering'
            : isLost
              ? 'Not known now'
              : server === null
                ? 'Not heard yet'
                : isRunning
                  ? 'Working'
                  : 'Idle'}
        </span>
      </div>
      <dl className="facts xs">
        <dt>Address</dt>
        <dd className="cut">{plainAddress(server?.url ?? address ?? '-')}</dd>
        <dt>Version</dt>
        <dd className="cut">
          {server === null ? '-' : server.is_demo ? 'Built-in demo' : versionWords(server)}
        </dd>
        {device === undefined ? null : (
          <>
            <dt>Device</dt>
            <dd className="cut" title={device.name}>
              {deviceWords(device.name)}
            </dd>
          </>
        )}
        {memory === null ? null : (
          <>
            <dt>Memory free</dt>
            <dd>{memory}</dd>
          </>
        )}
        {/* An empty queue in the middle of a run was heard between two images, or before it. */}
        {server?.queue && server.queue.running + server.queue.pending > 0 && isRunning && !isFaulty ? (
          <>
            <dt>In its queue</dt>
            <dd>
              {server.queue.running} running, {server.queue.pending} waiting
            </dd>
          </>
        ) : null}
      </dl>
      {isFaulty && server !== null && server.message !== null ? (
        <p className="help">{server.message}</p>
      ) : null}
    </section>
  );
}

/** What does not answer has not said what it is. */
function versionWords({ state, version }: ComfyServer): string {
  if (version !== null) return `ComfyUI ${version}`;
  return state === 'ok' ? 'ComfyUI' : '-';
}
