import type { CommandAnswer, CommandArgs, CommandName } from '../../core/contract/commands';
import type { Push } from '../../core/contract/pushes';
import { DEFAULT_SETTINGS, type SettingsView } from '../../core/contract/settings';
import type { StorageStats } from '../../core/contract/storageView';
import { setClient } from '../store/backend';

type Client = NonNullable<Parameters<typeof setClient>[0]>;
type Answers = { [C in CommandName]?: (args: CommandArgs<C>) => unknown };

/** A backend of a test: answers by a table, remembers what it was asked, and can push. */
export interface TestBackend {
  answers: Answers;
  asked: { command: CommandName; args: unknown }[];
  of: (command: CommandName) => unknown[];
  push: (push: Push) => void;
}

export function useTestBackend(answers: Answers): TestBackend {
  const listeners = new Set<(push: Push) => void>();
  const backend: TestBackend = {
    answers,
    asked: [],
    of: (command) => backend.asked.filter((one) => one.command === command).map(({ args }) => args),
    push: (push) => {
      for (const listener of [...listeners]) listener(push);
    },
  };
  const client: Client = {
    call: async <C extends CommandName>(command: C, args: CommandArgs<C>): Promise<CommandAnswer<C>> => {
      backend.asked.push({ command, args });
      const answer = backend.answers[command];
      if (answer === undefined) throw new Error(`The test has no ${command}.`);
      return (await answer(args)) as CommandAnswer<C>;
    },
    onPush: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onState: () => () => undefined,
    dispose: () => undefined,
  };
  setClient(client);
  return backend;
}

export function settingsView(change: Partial<SettingsView> = {}): SettingsView {
  return {
    settings: DEFAULT_SETTINGS,
    fixed: {},
    file: '/home/ada/settings.json',
    sessions_root: '/home/ada/sessions',
    from_next_start: null,
    persistence_enabled: true,
    ...change,
  };
}

/** A folder with so many sessions; the first one is the largest. */
export function statsOf(count: number): StorageStats {
  const sessions = Array.from({ length: count }, (_, index) => ({
    session_id: `202604${String(10 + (index % 19))}_${String(100_000 + index)}`,
    bytes: 1_420_000_000 / (index + 1),
    label: `session ${index}`,
    lora_filename: `lora_${index}.safetensors`,
    status: 'completed' as const,
    state: 'ok' as const,
    votes_done: 600,
    last_event_at: '2026-04-12T21:45:07.000Z',
  }));
  return {
    persistence_enabled: true,
    storage_type: 'sqlite',
    storage_path: '/home/ada/sessions',
    total_sessions: count,
    active_sessions: 2,
    running_sessions: 1,
    paused_sessions: 1,
    expiration_hours: null,
    auto_save: null,
    total_bytes: 8_400_000_000,
    file_size_bytes: 0,
    trash_bytes: 0,
    trash_sessions: 0,
    free_bytes: 212_000_000_000,
    empty_sessions: 0,
    oldest_event_at: count === 0 ? null : '2026-04-12T21:45:07.000Z',
    sessions,
  };
}
