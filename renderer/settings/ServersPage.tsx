import { useState } from 'react';
import type { ComfyServer } from '../../core/contract/comfyView';
import { plainAddress } from '../../core/session/serverKey';
import { call, failureText } from '../store/backend';
import { serverAt } from '../store/comfy';
import { useConnection } from '../store/connection';
import { changeSetting, dropFault, useSettings } from '../store/settings';
import { Button } from '../ui/Button';
import { Dot } from '../ui/Status';
import { CommitField } from './CommitField';
import { SettingRow } from './SettingRow';

type Heard =
  | { phase: 'none' }
  | { phase: 'asking' }
  | { phase: 'heard'; server: ComfyServer }
  | { phase: 'failed'; message: string };

/** Where ComfyUI runs when a session does not say otherwise, and how the server there is, on request. */
export function ServersPage() {
  const setting = useSettings(({ view }) => view?.settings.default_server ?? null);
  const usual = useConnection(({ info }) => info?.default_server ?? '');
  // What is typed is what is tested, whether it counts already or not.
  const [typed, setTyped] = useState<string | null>(null);
  const address = typed?.trim() || (setting ?? usual);
  const [heard, setHeard] = useState<{ of: string; told: Heard }>({ of: '', told: { phase: 'none' } });
  // What was heard of another address says nothing of this one.
  const of = plainAddress(address);
  const told: Heard = heard.of === of ? heard.told : { phase: 'none' };
  const test = async () => {
    setHeard({ of, told: { phase: 'asking' } });
    const answer = await ask(address);
    setHeard((now) => (now.of === of ? { of, told: answer } : now));
  };
  return (
    <section className="section" aria-labelledby="settings-servers">
      <div className="section__head">
        <h2 id="settings-servers">Servers</h2>
      </div>
      <SettingRow
        name="default_server"
        title="ComfyUI"
        help="The address that a new session starts with. Left empty, it is the usual one."
        more={
          <p className="line" role="status">
            <Answer heard={told} address={address} />
          </p>
        }
      >
        {({ describedBy, invalid, off }) => (
          <>
            <div className="setting__address">
              <CommitField
                label="ComfyUI address"
                icon="server"
                value={setting === null ? '' : plainAddress(setting)}
                placeholder={plainAddress(usual)}
                disabled={off}
                invalid={invalid}
                describedBy={describedBy}
                onEdit={(text) => {
                  dropFault('default_server');
                  setTyped(text);
                }}
                onCommit={async (text) => {
                  const isKept = await changeSetting('default_server', text === '' ? null : text);
                  if (isKept) setTyped(null);
                  return isKept;
                }}
              />
            </div>
            <Button
              busy={told.phase === 'asking'}
              off={address === '' ? 'There is no address yet' : undefined}
              onClick={() => void test()}
            >
              Test
            </Button>
          </>
        )}
      </SettingRow>
    </section>
  );
}

async function ask(address: string): Promise<Heard> {
  try {
    const { servers } = await call('comfy.state', { server: address });
    const server = serverAt(servers, address);
    return server === null
      ? { phase: 'failed', message: 'Nothing was heard of it.' }
      : { phase: 'heard', server };
  } catch (error) {
    return { phase: 'failed', message: failureText(error) };
  }
}

function Answer({ heard, address }: { heard: Heard; address: string }) {
  switch (heard.phase) {
    case 'none':
      return null;
    case 'asking':
      return <span className="faint">Asking {plainAddress(address)}</span>;
    case 'failed':
      return <Told isFault text={heard.message} />;
    case 'heard': {
      const { state, message, version, devices, is_demo } = heard.server;
      if (state !== 'ok') return <Told isFault text={message ?? `No ComfyUI at ${plainAddress(address)}.`} />;
      const name = is_demo ? 'The built-in demo' : `ComfyUI ${version ?? ''}`.trim();
      return <Told text={[`${name} answers`, devices[0]?.name].filter(Boolean).join(', ')} />;
    }
  }
}

function Told({ text, isFault = false }: { text: string; isFault?: boolean }) {
  return (
    <>
      <Dot state={isFault ? 'fault' : 'ok'} />
      <span className={isFault ? 'fault' : 'muted'}>{text}</span>
    </>
  );
}
