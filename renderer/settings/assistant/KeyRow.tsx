import { useRef, useState } from 'react';
import { providerAt } from '../../../core/assistant/providers';
import type { AssistantView } from '../../../core/contract/assistantView';
import { fetchModels, isOwnComputer, keepKey, removeKey, serverWords } from '../../store/assistant';
import { Button } from '../../ui/Button';
import { Input } from '../../ui/Field';
import { SettingRow } from '../SettingRow';
import { PLACE_WORDS } from './keyWords';

/** The key of the server: typed once and never shown again, or from the environment. */
export function KeyRow({ view, server }: { view: AssistantView; server: string }) {
  const { source, variable, fault = null } = view.key;
  const [isReplacing, setReplacing] = useState(false);
  const replace = useRef<HTMLButtonElement>(null);
  if (source === 'environment') {
    return (
      <SettingRow
        title="Key"
        fault={fault}
        help={`From the environment${variable === null ? '' : ` (${variable})`}. It goes before one that is kept, and is changed there.`}
      >
        {() => <span className="faint">{fault === null ? 'Set' : 'Not used'}</span>}
      </SettingRow>
    );
  }
  if (source === 'kept' && !isReplacing) {
    return (
      <SettingRow
        title="Key"
        fault={fault}
        help={`A key is kept ${PLACE_WORDS[view.keeps_keys]}. It is not shown again.`}
      >
        {() => (
          <>
            <Button ref={replace} onClick={() => setReplacing(true)}>
              Replace
            </Button>
            <Button look="quiet" onClick={() => void removeKey(server)}>
              Remove
            </Button>
          </>
        )}
      </SettingRow>
    );
  }
  return (
    <TypedKey
      view={view}
      server={server}
      isReplacing={isReplacing}
      onDone={() => {
        setReplacing(false);
        // The field goes; the button comes back and takes the focus.
        requestAnimationFrame(() => replace.current?.focus());
      }}
    />
  );
}

interface TypedKeyProps {
  view: AssistantView;
  server: string;
  isReplacing: boolean;
  onDone: () => void;
}

function TypedKey({ view, server, isReplacing, onDone }: TypedKeyProps) {
  const [typed, setTyped] = useState('');
  const [fault, setFault] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const keep = async () => {
    if (isBusy) return;
    setBusy(true);
    const why = await keepKey(server, typed);
    setBusy(false);
    setFault(why);
    if (why !== null) return;
    setTyped('');
    onDone();
    void fetchModels();
  };
  return (
    <SettingRow
      title="Key"
      fault={fault ?? view.key.fault ?? null}
      help={`${needWords(server)} A key is kept ${PLACE_WORDS[view.keeps_keys]}, and goes to ${serverWords(server)} alone.`}
    >
      {({ describedBy, invalid }) => (
        <>
          <div className="assistant__key">
            <Input
              icon="key"
              type="password"
              autoComplete="off"
              // It was asked for by a press, whose button is gone.
              autoFocus={isReplacing}
              aria-label="Key of the model server"
              invalid={invalid}
              describedBy={describedBy}
              value={typed}
              onChange={(text) => {
                setFault(null);
                setTyped(text);
              }}
              onKeyDown={(event) => {
                if (event.key === 'Enter') void keep();
                if (event.key !== 'Escape' || (typed === '' && !isReplacing)) return;
                event.preventDefault();
                setTyped('');
                setFault(null);
                if (isReplacing) onDone();
              }}
            />
          </div>
          <Button
            busy={isBusy}
            off={typed === '' ? 'Type the key first' : undefined}
            onClick={() => void keep()}
          >
            Keep
          </Button>
          {isReplacing ? (
            <Button look="quiet" onClick={onDone}>
              Cancel
            </Button>
          ) : null}
        </>
      )}
    </SettingRow>
  );
}

/** Whether there has to be one. */
function needWords(server: string): string {
  const provider = providerAt(server);
  if (provider !== null && !provider.isLocal) return `${provider.name} answers only with one.`;
  return isOwnComputer(server) ? 'Not needed by most servers on this computer.' : 'Left empty, none is sent.';
}
