import { useEffect } from 'react';
import type { SessionDetail } from '../../core/contract/sessionView';
import { lookAgain, plainAddress, useComfy } from '../store/comfy';
import { Dot } from '../ui/Status';
import { memoryWords } from './runWords';

/** The server that makes the images, as it was last heard. */
export function ServerPanel({ detail }: { detail: SessionDetail }) {
  const { status } = detail.generation;
  const { server, address } = useComfy();
  // Its queue and memory are news whenever the run begins or ends.
  useEffect(() => {
    if (status !== 'pending') lookAgain();
  }, [status]);
  const device = server?.devices[0];
  const memory = device === undefined ? null : memoryWords(device.vram_free, device.vram_total);
  const isFaulty = server !== null && server.state !== 'ok';
  return (
    <section className="section run__server" aria-labelledby="run-server">
      <div className="section__head">
        <h2 id="run-server">Server</h2>
        <span
          className={isFaulty ? 'line xs fault' : status === 'running' ? 'line xs better' : 'line xs muted'}
        >
          <Dot state={server === null ? 'wait' : isFaulty ? 'fault' : status === 'running' ? 'ok' : 'off'} />
          {server === null
            ? 'Not heard yet'
            : isFaulty
              ? 'Not answering'
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
        {server?.queue ? (
          <>
            <dt>In its queue</dt>
            <dd>
              {server.queue.running} running, {server.queue.pending} waiting
            </dd>
          </>
        ) : null}
      </dl>
      {isFaulty && server.message !== null ? <p className="help">{server.message}</p> : null}
    </section>
  );
}

function versionWords(version: string | null): string {
  return version === null ? 'ComfyUI' : `ComfyUI ${version}`;
}
