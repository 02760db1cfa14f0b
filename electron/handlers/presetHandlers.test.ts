import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { blankSetup } from '../../core/session/setup';
import type { Backend } from '../hosts/backendPort';
import { type BackendWorld, createBackendWorld, DEMO_SETUP } from '../testing/backendWorld';

describe('the commands of presets', () => {
  let world: BackendWorld;
  let backend: Backend;
  beforeEach(async () => {
    world = await createBackendWorld();
    backend = await world.start();
  });
  afterEach(async () => {
    await world.dispose();
    expect(world.bugs).toEqual([]);
  });

  it('keep a set-up for every session and every start', async () => {
    const setup = { ...blankSetup(['demo']), ...DEMO_SETUP };
    const { presets } = await backend.call('preset.save', { name: '  Two\n foxes ', setup });
    expect(presets).toMatchObject([{ name: 'Two foxes' }]);
    await backend.dispose();
    backend = await world.start();
    expect(await backend.call('preset.get', { name: 'two FOXES' })).toEqual({
      name: 'Two foxes',
      setup: { ...setup, servers: [] },
    });
    expect(await backend.call('preset.delete', { name: 'Two foxes' })).toEqual({ presets: [] });
    expect(await backend.call('preset.list', {})).toEqual({ presets: [] });
  });

  it('give back what can be made a session of', async () => {
    await backend.call('preset.save', { name: 'x', setup: DEMO_SETUP });
    const { setup } = await backend.call('preset.get', { name: 'x' });
    const { session_id } = await backend.call('session.create', { setup });
    const detail = await backend.call('session.get', { session_id });
    expect(detail.setup.seeds).toEqual(DEMO_SETUP.seeds);
    expect(detail.setup.prompt_pairs).toEqual(DEMO_SETUP.prompt_pairs);
  });

  it('refuse what no set-up holds, beside its field, and names that are none', async () => {
    await expect(
      backend.call('preset.save', { name: 'x', setup: { seeds: [-1], colour: 'red' } }),
    ).rejects.toMatchObject({
      code: 'bad_request',
      details: [{ field: 'setup.seeds[0]' }, { field: 'setup.colour' }],
    });
    for (const name of ['', ' \n ', 'x'.repeat(101)])
      await expect(backend.call('preset.save', { name, setup: {} })).rejects.toMatchObject({
        code: 'bad_request',
      });
    expect(await backend.call('preset.list', {})).toEqual({ presets: [] });
  });
});
