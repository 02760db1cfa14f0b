import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AssistantView, TemplateView } from '../../core/contract/assistantView';
import { AppFailure } from '../../core/contract/failure';
import { type AppSettings, DEFAULT_SETTINGS } from '../../core/contract/settings';
import { fetchAssistant, useAssistant } from '../store/assistant';
import { setClient } from '../store/backend';
import { useNotices } from '../store/notices';
import { fetchSettings, settingsChanged, useSettings } from '../store/settings';
import { useWordings } from '../store/wordings';
import AssistantPage from './AssistantPage';
import { settingsView, type TestBackend, useTestBackend } from './testBackend';

const OLLAMA = 'http://127.0.0.1:11434/v1';
const OPENAI = 'https://api.openai.com/v1';

let backend: TestBackend;
let settings: AppSettings;
let keys: Map<string, string>;
let key: AssistantView['key'] | null;
let wordings: TemplateView[];

function wording(name: TemplateView['name']): TemplateView {
  const builtin = `Write for {description} (${name}).`;
  return {
    name,
    path: `/home/ada/assistant/${name}.txt`,
    text: builtin,
    is_own: false,
    builtin,
    fault: null,
  };
}

function state(): AssistantView {
  const { assistant_server: server, assistant_model: model } = settings;
  const source = server !== null && keys.has(server) ? 'kept' : 'none';
  return {
    server,
    model,
    key: key ?? { source, variable: null },
    kept_keys: [...keys.keys()],
    keeps_keys: 'file',
  };
}

beforeEach(() => {
  vi.stubGlobal(
    'ResizeObserver',
    class {
      observe() {}
      unobserve() {}
      disconnect() {}
    },
  );
  useNotices.setState({ notices: [] });
  useSettings.setState({ view: null, failure: null, faults: {}, kept: null });
  useAssistant.setState({ view: null, failure: null, models: { phase: 'none' } });
  useWordings.setState({ templates: { phase: 'loading' }, edits: {} });
  settings = DEFAULT_SETTINGS;
  keys = new Map();
  key = null;
  wordings = (['prompts', 'metrics', 'report'] as const).map(wording);
  backend = useTestBackend({
    'settings.get': () => settingsView({ settings }),
    'settings.change': ({ changes }) => {
      const server = (changes as Partial<AppSettings>).assistant_server;
      if (server === 'ftp://x')
        throw new AppFailure('bad_request', 'A model server is reached by http or https.', {
          field: 'assistant_server',
        });
      // The model of another server means nothing, and goes with it.
      const model = server === undefined ? {} : { assistant_model: null };
      settings = { ...settings, ...model, ...changes } as AppSettings;
      return settingsView({ settings });
    },
    'assistant.state': state,
    'assistant.models': () => ({ models: ['llama3.2:latest', 'qwen3:8b'] }),
    'assistant.setKey': ({ server, key: next }) => {
      if (next === null) keys.delete(server);
      else keys.set(server, next);
      return state();
    },
    'assistant.templates': () => ({ templates: wordings }),
    'assistant.setTemplate': ({ name, text }) => {
      wordings = wordings.map((one) =>
        one.name === name ? { ...one, text: text ?? one.builtin, is_own: text !== null } : one,
      );
      return { templates: wordings };
    },
  });
});

afterEach(() => {
  vi.unstubAllGlobals();
  setClient(null);
});

async function open(given: Partial<AppSettings> = {}) {
  settings = { ...settings, ...given };
  await fetchSettings();
  render(<AssistantPage />);
  await screen.findByRole('button', { name: 'Edit the wording: prompts' });
  return userEvent.setup();
}

async function choose(user: ReturnType<typeof userEvent.setup>, name: string) {
  await user.click(screen.getByRole('combobox', { name: 'Model server' }));
  await user.click(await screen.findByRole('option', { name }));
}

describe('the server of the assistant', () => {
  it('is off at first, and is asked for its models as soon as it is chosen', async () => {
    const user = await open();
    expect(screen.getByText(/^Nothing. Word lists/)).toBeTruthy();
    expect(screen.queryByRole('textbox', { name: 'Key of the model server' })).toBeNull();
    await choose(user, 'Ollama');
    await screen.findByText('Ollama on this computer answers and offers 2 models. Choose one below.');
    expect(backend.of('settings.change')).toEqual([{ changes: { assistant_server: OLLAMA } }]);
    await user.click(screen.getByRole('combobox', { name: 'Model' }));
    await user.click(await screen.findByRole('option', { name: 'qwen3:8b' }));
    await screen.findByText('Ollama on this computer answers and has qwen3:8b.');
    expect(backend.of('settings.change').at(-1)).toEqual({ changes: { assistant_model: 'qwen3:8b' } });
    await choose(user, 'Off');
    await screen.findByText(/^Nothing. Word lists/);
    expect(settings).toMatchObject({ assistant_server: null, assistant_model: null });
  });

  it('says why it does not answer, and takes a model that is typed all the same', async () => {
    const fails = vi.fn(() => {
      throw new AppFailure('assistant_unreachable', 'Nothing answers there. Start Ollama on this computer.');
    });
    backend.answers['assistant.models'] = fails;
    const user = await open({ assistant_server: OLLAMA });
    await screen.findByText('Nothing answers there. Start Ollama on this computer.');
    await user.type(screen.getByRole('combobox', { name: 'Model' }), 'mine');
    await user.tab();
    await expect.poll(() => settings.assistant_model).toBe('mine');
    backend.answers['assistant.models'] = () => ({ models: ['qwen3:8b'] });
    await user.click(screen.getByRole('button', { name: 'Try again' }));
    await screen.findByText(/offers 1 model, but mine is not among them/);
    expect(fails).toHaveBeenCalledOnce();
  });

  it('can be any address, and a refused one is said beside the field and stays in it', async () => {
    const user = await open({ assistant_server: OPENAI });
    await choose(user, 'Other address');
    await screen.findByText(/Until then api.openai.com is asked/);
    // Else it would go to the server that is still in force.
    expect(screen.queryByLabelText('Key of the model server')).toBeNull();
    const field = screen.getByRole('textbox', { name: 'Address of the model server' });
    await expect.poll(() => document.activeElement).toBe(field);
    await user.type(field, 'ftp://x{Enter}');
    await screen.findByText('A model server is reached by http or https.');
    expect((field as HTMLInputElement).value).toBe('ftp://x');
    await user.clear(field);
    await user.type(field, 'http://10.0.0.5:5001/v1{Enter}');
    await screen.findByText(/^10.0.0.5:5001 answers/);
    expect(screen.getByText(/leaves this computer and goes to 10.0.0.5:5001/)).toBeTruthy();
  });
});

describe('the key', () => {
  it('is typed once, never shown again, and removed', async () => {
    const user = await open();
    await choose(user, 'OpenAI');
    await screen.findByText('Type a key for api.openai.com to see its models.');
    expect(backend.of('assistant.models')).toHaveLength(0);
    const field = screen.getByLabelText<HTMLInputElement>('Key of the model server');
    expect(field.type).toBe('password');
    await user.type(field, 'sk-secret{Enter}');
    await screen.findByText(/A key is kept in a file beside the settings/);
    await screen.findByText(/api.openai.com answers/);
    expect(document.body.innerHTML).not.toContain('sk-secret');
    expect(backend.of('assistant.setKey')).toEqual([{ server: OPENAI, key: 'sk-secret' }]);
    await user.click(screen.getByRole('button', { name: 'Remove' }));
    await screen.findByLabelText('Key of the model server');
    expect(keys.size).toBe(0);
  });

  it('stays in the field when it is refused', async () => {
    backend.answers['assistant.setKey'] = () => {
      throw new AppFailure('bad_request', 'A key is one line.', { field: 'key' });
    };
    const user = await open({ assistant_server: OPENAI });
    const field = await screen.findByLabelText<HTMLInputElement>('Key of the model server');
    await user.type(field, 'two words');
    await user.click(screen.getByRole('button', { name: 'Keep' }));
    await screen.findByText('A key is one line.');
    expect(field.value).toBe('two words');
  });

  it('of the environment cannot be typed; keys of other servers can be removed', async () => {
    keys.set(OLLAMA, 'x');
    key = { source: 'environment', variable: 'OPENAI_API_KEY' };
    const user = await open({ assistant_server: OPENAI });
    await screen.findByText(/^From the environment \(OPENAI_API_KEY\)/);
    expect(screen.queryByLabelText('Key of the model server')).toBeNull();
    await user.click(screen.getByRole('button', { name: `Remove the key of ${OLLAMA}` }));
    await expect.poll(() => screen.queryByText('Other keys that are kept')).toBeNull();
    expect(keys.size).toBe(0);
  });
});

describe('the wording', () => {
  it('is changed, survives what comes meanwhile, and goes back to the built-in one', async () => {
    const user = await open();
    await user.click(screen.getByRole('button', { name: 'Edit the wording: prompts' }));
    const area = screen.getByRole<HTMLTextAreaElement>('textbox', { name: 'Wording: prompts' });
    expect(area.value).toBe('Write for {description} (prompts).');
    expect(screen.getByRole('button', { name: 'Save' }).getAttribute('aria-disabled')).toBe('true');
    area.setSelectionRange(0, 0);
    await user.click(screen.getByRole('button', { name: '{count}' }));
    await act(() => fetchAssistant());
    act(() => settingsChanged(settingsView({ settings: { ...settings, theme: 'dark' } })));
    expect(area.value).toBe('{count}Write for {description} (prompts).');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('/home/ada/assistant/prompts.txt');
    expect(backend.of('assistant.setTemplate')).toEqual([
      { name: 'prompts', text: '{count}Write for {description} (prompts).' },
    ]);
    await user.click(screen.getByRole('button', { name: 'Back to the built-in wording' }));
    await expect.poll(() => backend.of('assistant.setTemplate')).toHaveLength(2);
    expect(wordings[0]?.is_own).toBe(false);
  });

  it('says what is wrong with its file, and what stood against keeping it', async () => {
    wordings = wordings.map((one) =>
      one.name === 'report'
        ? { ...one, fault: 'report.txt is not a text. The built-in wording counts.' }
        : one,
    );
    backend.answers['assistant.setTemplate'] = () => {
      throw new AppFailure('no_permission', 'The folder cannot be written to.');
    };
    const user = await open();
    const row = screen.getByText(/report.txt is not a text/).closest<HTMLElement>('.setting');
    await user.click(within(row as HTMLElement).getByRole('button', { name: /^Edit/ }));
    await user.type(screen.getByRole('textbox', { name: /^Wording/ }), ' More.');
    await user.click(screen.getByRole('button', { name: 'Save' }));
    await screen.findByText('The folder cannot be written to.');
    expect(screen.getByRole<HTMLTextAreaElement>('textbox', { name: /^Wording/ }).value).toContain('More.');
  });
});
