import { useEffect } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import { lookAgain, plainAddress, useComfy } from '../store/comfy';
import { Dot } from '../ui/Status';
import { isWaitingForServer, memoryWords } from './runWords';

/** The server that makes the images, as it was last heard. */
export function ServerPanel({ detail }: { detail: SessionDetail }) {
  const { status } = detail.generation;
  const { server, address } = useComfy();
  // Its memory and queue are news whenever they are looked at; changes of the run ask for them by themselves.
  useEffect(lookAgain, []);
  const device = server?.devices[0];
  const memory = device === undefined ? null : memoryWords(device.vram_free, device.vram_total);
  const isFaulty = (server !== null && server.state !== 'ok') || isWaitingForServer(detail.generation);
  return (
    <section className="section run__server" aria-labelledby="run-server">
      <div className="section__head">
        <h2 id="run-server">Server</h2>
        <span
          className={isFaulty ? 'line xs fault' : status === 'running' ? 'line xs better' : 'line xs muted'}
        >
          <Dot state={isFaulty ? 'fault' : server === null ? 'wait' : status === 'running' ? 'ok' : 'off'} />
          {isFaulty
            ? 'Not answering'
            : server === null
              ? 'Not heard yet'
              : status === 'running'
                ? 'Working'
                : 'Idle'}
        </span>
      </div>
      <dl className="facts xs">
        <dt>Address</dt>
        <dd className="cut">{plainAddress(server?.url ?? address ?? '-')}</dd>
        <dt>Version</dt>
        <dd className="cut">
          {server === null ? '-' : server.is_demo ? 'Built-in demo' : versionWords(server.version)}
        </dd>
        {device === undefined ? null : (
          <>
            <dt>Device</dt>
            <dd className="cut" title={device.name}>
              {device.name}
            </dd>
          </>
        )}
        {memory === null ? null : (
          <>
            <dt>Memory free</dt>
            <dd>{memory}</dd>
          </>
        )}
        {server?.queue && status === 'running' && !isFaulty ? (
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

function versionWords(version: string | null): string {
  return version === null ? 'ComfyUI' : `ComfyUI ${version}`;
}
