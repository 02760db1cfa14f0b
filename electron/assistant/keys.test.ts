import { describe, expect, it } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import { type AssistantKeyKeep, memoryKeys } from '../settings/assistantKeyFile';
import { createAssistantKeys, type VariableKey } from './keys';

const OPENAI = 'https://api.openai.com/v1';
const GEMINI = 'https://generativelanguage.googleapis.com/v1beta/openai';
const OWN = 'http://gpu-box:8000/v1';

function keysOf(variables: readonly VariableKey[] = [], keep: AssistantKeyKeep = memoryKeys()) {
  const hidden: string[] = [];
  const said: string[] = [];
  const keys = createAssistantKeys({
    keep,
    variables,
    hide: (secret) => hidden.push(secret),
    log: (_level, message) => said.push(message),
  });
  return { keys, hidden, said };
}

describe('the key of a model server', () => {
  it('is that of its very server, however the address is written, and stays when another is set', async () => {
    const { keys, hidden } = keysOf();
    await keys.set('API.openai.com/v1/chat/completions', 'sk-first-1');
    await keys.set(OWN, 'own-key-2');
    expect(keys.lookFor(OPENAI)).toEqual({ source: 'kept', variable: null, key: 'sk-first-1' });
    expect(keys.kept()).toEqual([OPENAI, OWN]);
    for (const other of [
      'http://api.openai.com/v1',
      'https://api.openai.com:8443/v1',
      'https://api.openai.com/v2',
      'https://api.openai.com.evil.example/v1',
      GEMINI,
    ])
      expect(keys.lookFor(other)).toEqual({ source: 'none', variable: null, key: null });
    await keys.set(OPENAI, null);
    expect(keys.lookFor(OPENAI).key).toBeNull();
    expect(keys.lookFor(OWN).key).toBe('own-key-2');
    expect(hidden).toEqual(['sk-first-1', 'own-key-2']);
  });

  it('of a variable goes before a kept one, and to its own server only', async () => {
    const { keys, hidden } = keysOf([
      { variable: 'OPENAI_API_KEY', value: 'sk-of-env' },
      { variable: 'GEMINI_API_KEY', value: 'AIza-of-env' },
    ]);
    for (const server of [OPENAI, OWN]) await keys.set(server, 'kept-key');
    expect(keys.lookFor(OPENAI)).toEqual({
      source: 'environment',
      variable: 'OPENAI_API_KEY',
      key: 'sk-of-env',
    });
    expect(keys.lookFor(GEMINI)).toMatchObject({ variable: 'GEMINI_API_KEY', key: 'AIza-of-env' });
    expect(keys.lookFor(OWN)).toMatchObject({ source: 'kept', key: 'kept-key' });
    expect(keys.lookFor('https://api.openai.com/v2').key).toBeNull();
    expect(hidden.slice(0, 2)).toEqual(['sk-of-env', 'AIza-of-env']);
  });

  it('of our own variable is for whichever server is set, before all others', async () => {
    const { keys } = keysOf([
      { variable: 'OPENAI_API_KEY', value: 'sk-of-env' },
      { variable: 'BLINDFOLD_ASSISTANT_KEY', value: 'our-key' },
    ]);
    for (const server of [OPENAI, OWN])
      expect(keys.lookFor(server)).toEqual({
        source: 'environment',
        variable: 'BLINDFOLD_ASSISTANT_KEY',
        key: 'our-key',
      });
  });

  it('in a variable that holds none is told without its words', () => {
    const { keys } = keysOf([{ variable: 'OPENAI_API_KEY', value: 'sk-one\nsk-two' }]);
    const look = keys.lookFor(OPENAI);
    expect(look).toMatchObject({ source: 'environment', variable: 'OPENAI_API_KEY', key: null });
    expect(look.fault).toBe(
      'The variable OPENAI_API_KEY holds no key that can be sent. A key is one line of plain letters, digits and signs.',
    );
  });

  it('that cannot be opened is told, and is still listed', async () => {
    const { keys } = keysOf([], { ...memoryKeys(), read: async () => [{ server: OPENAI, key: null }] });
    await keys.refresh();
    expect(keys.lookFor(OPENAI)).toMatchObject({
      source: 'kept',
      key: null,
      fault: expect.stringContaining('The key for api.openai.com cannot be opened'),
    });
    expect(keys.kept()).toEqual([OPENAI]);
  });

  it('stays as it is while the file cannot be read, which is said once and stops nothing', async () => {
    let fault: AppFailure | null = null;
    const store = memoryKeys();
    const { keys, said } = keysOf([], {
      ...store,
      read: async () => {
        if (fault !== null) throw fault;
        return store.read();
      },
    });
    await keys.set(OPENAI, 'sk-first-1');
    fault = new AppFailure('storage_failed', 'The file could not be understood.');
    for (const _time of [1, 2]) await keys.refresh();
    expect(keys.lookFor(OPENAI)).toEqual({ source: 'kept', variable: null, key: 'sk-first-1' });
    expect(keys.lookFor(OWN)).toMatchObject({ source: 'none', fault: 'The file could not be understood.' });
    expect(said).toEqual(['The file could not be understood.']);
    fault = null;
    await keys.refresh();
    expect(keys.lookFor(OWN)).not.toHaveProperty('fault');
  });

  it('is not for what is no address, and a word too short for a key hides nothing in the log', async () => {
    const { keys, hidden } = keysOf();
    await expect(keys.set('ftp://x', 'sk-1')).rejects.toMatchObject({ code: 'bad_request', field: 'server' });
    await keys.set(OWN, 'any');
    expect(hidden).toEqual([]);
  });
});
