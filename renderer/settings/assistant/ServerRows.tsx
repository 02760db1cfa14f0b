import { useEffect, useRef, useState } from 'react';
import { PROVIDERS, providerAt } from '../../../core/assistant/providers';
import type { AssistantView } from '../../../core/contract/assistantView';
import { HelpLink } from '../../help/HelpLink';
import {
  fetchModels,
  isOwnComputer,
  type ModelsHeard,
  modelName,
  serverWords,
  useAssistant,
} from '../../store/assistant';
import { countOf } from '../../store/sessionWords';
import { changeSetting, dropFault, useSettings } from '../../store/settings';
import { Button } from '../../ui/Button';
import { Select } from '../../ui/Select';
import { Dot } from '../../ui/Status';
import { CommitField } from '../CommitField';
import { SettingRow } from '../SettingRow';

const CHOICES = [
  { value: 'off', label: 'Off' },
  ...PROVIDERS.map(({ id, name }) => ({ value: id, label: name })),
  { value: 'other', label: 'Other address' },
];

interface ServerRowsProps {
  /** An address of one's own is chosen and still to be typed. */
  isOther: boolean;
  onOther: (isOther: boolean) => void;
}

/** Which server is asked, where it is, and whether it answers. */
export function ServerRows({ isOther, onOther }: ServerRowsProps) {
  const server = useSettings(({ view }) => view?.settings.assistant_server ?? null);
  const choice = isOther ? 'other' : server === null ? 'off' : (providerAt(server)?.id ?? 'other');
  // What was typed for one choice is dropped with the next one, and stays through being kept.
  const [turn, setTurn] = useState(0);
  const choose = async (next: string) => {
    setTurn(turn + 1);
    dropFault('assistant_server');
    onOther(next === 'other');
    if (next === 'other') return;
    await changeSetting('assistant_server', PROVIDERS.find(({ id }) => id === next)?.server ?? null);
  };
  return (
    <>
      <SettingRow
        {...(choice === 'off' ? { name: 'assistant_server' as const } : {})}
        title="Model server"
        help="A server on this computer keeps everything here. OpenAI and Gemini ask for a key, and may cost money."
      >
        {({ describedBy }) => <ServerChoice choice={choice} describedBy={describedBy} onChange={choose} />}
      </SettingRow>
      {choice === 'off' ? null : (
        <AddressRow
          key={turn}
          server={isOther ? null : server}
          inForce={server}
          onKept={() => onOther(false)}
        />
      )}
    </>
  );
}

function ServerChoice({
  choice,
  describedBy,
  onChange,
}: {
  choice: string;
  describedBy: string;
  onChange: (next: string) => Promise<void>;
}) {
  const off = useSettings(({ view }) => view === null || view.fixed.assistant_server !== undefined);
  return (
    <div className="assistant__choice">
      <Select
        label="Model server"
        value={choice}
        options={CHOICES}
        disabled={off}
        describedBy={describedBy}
        onChange={(next) => void onChange(next)}
      />
    </div>
  );
}

interface AddressRowProps {
  /** The address in force; null while one of one's own is still to be typed. */
  server: string | null;
  /** The server that is asked until then. */
  inForce: string | null;
  onKept: () => void;
}

function AddressRow({ server, inForce, onKept }: AddressRowProps) {
  const { view, models } = useAssistant();
  const field = useRef<HTMLDivElement>(null);
  const isNew = server === null;
  useEffect(() => {
    if (isNew) field.current?.querySelector('input')?.focus();
  }, [isNew]);
  const isCurrent = view !== null && view.server !== null && view.server === server;
  const needsKey = isCurrent && lacksKey(view);
  const isUnasked = isCurrent && models.phase === 'none' && !needsKey;
  useEffect(() => {
    if (isUnasked) void fetchModels();
  }, [isUnasked]);
  return (
    <SettingRow
      name="assistant_server"
      title="Address"
      help={
        isNew && inForce !== null
          ? `Type where it runs. Until then ${serverWords(inForce)} is asked.`
          : 'Most end in /v1, as in http://127.0.0.1:11434/v1.'
      }
      more={
        isCurrent ? (
          <p className="line assistant__heard" role="status">
            <Heard view={view} models={models} />
          </p>
        ) : null
      }
    >
      {({ describedBy, invalid, off }) => (
        <>
          <div className="setting__address" ref={field}>
            <CommitField
              label="Address of the model server"
              icon="server"
              value={server ?? ''}
              placeholder="http://127.0.0.1:11434/v1"
              disabled={off}
              invalid={invalid}
              describedBy={describedBy}
              onEdit={() => dropFault('assistant_server')}
              onCommit={async (text) => {
                if (text === '' && server === null) return true;
                const isKept = await changeSetting('assistant_server', text);
                if (isKept) onKept();
                return isKept;
              }}
            />
          </div>
          <Button
            busy={isCurrent && models.phase === 'asking'}
            off={isCurrent ? undefined : 'There is no address yet'}
            onClick={() => void fetchModels()}
          >
            {isCurrent && models.phase === 'failed' ? 'Try again' : 'Test'}
          </Button>
        </>
      )}
    </SettingRow>
  );
}

/** Whether the server is known to want a key, and none is there: asked without, it would only refuse. */
function lacksKey(view: AssistantView): boolean {
  const provider = providerAt(view.server);
  return provider !== null && !provider.isLocal && view.key.source === 'none';
}

/** How the server is: whether it answers, and whether the chosen model is among what it offers. */
function Heard({ view, models }: { view: AssistantView; models: ModelsHeard }) {
  const where = view.server === null ? '' : serverWords(view.server);
  switch (models.phase) {
    case 'none':
      return lacksKey(view) ? (
        <Told state="wait" text={`Type a key for ${where} to see its models.`} />
      ) : null;
    case 'asking':
      return <span className="faint">Asking {where}</span>;
    case 'failed':
      // What is wrong with the key stands with the key.
      return models.message === view.key.fault ? (
        <Told state="wait" text="Nothing is asked before the key below can be sent." />
      ) : (
        <Told state="fault" text={models.message} />
      );
    case 'heard': {
      const answers = `${where} answers`;
      const { model } = view;
      if (models.models.length === 0) {
        const hint =
          view.server !== null && isOwnComputer(view.server)
            ? 'Load one there, or type its name.'
            : 'Type the name of one.';
        return (
          <Told state={model === null ? 'wait' : 'ok'} text={`${answers}, and lists no model. ${hint}`} />
        );
      }
      const many = countOf(models.models.length, 'model');
      if (model === null)
        return <Told state="ok" text={`${answers} and offers ${many}. Choose one below.`} />;
      return models.models.includes(model) ? (
        <Told state="ok" text={`${answers} and has ${modelName(model)}.`} />
      ) : (
        <Told
          state="wait"
          text={`${answers} and offers ${many}, but ${modelName(model)} is not among them.`}
        />
      );
    }
  }
}

const INK = { ok: 'muted', wait: 'caution', fault: 'fault' } as const;

function Told({ state, text }: { state: keyof typeof INK; text: string }) {
  return (
    <>
      <Dot state={state} />
      <span className={INK[state]}>
        {text}
        {state === 'fault' ? (
          <>
            {' '}
            <HelpLink topic="modelServer" about={text} />
          </>
        ) : null}
      </span>
    </>
  );
}
