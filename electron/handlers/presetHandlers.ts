import type { CommandHandlers } from '../../core/contract/commands';
import { blankSetup, parseSetupPatch } from '../../core/session/setup';
import type { Services } from './services';

type Own = Pick<CommandHandlers, 'preset.list' | 'preset.get' | 'preset.save' | 'preset.delete'>;

export function presetHandlers({ presets }: Services): Own {
  const list = async () => ({ presets: await presets.list() });
  return {
    'preset.list': list,
    'preset.get': async ({ name }) => {
      const preset = await presets.get(name);
      return { name: preset.name, setup: preset.setup };
    },
    'preset.save': async ({ name, setup, replace }) => {
      await presets.save(name, { ...blankSetup(), ...parseSetupPatch(setup) }, replace ?? false);
      return list();
    },
    'preset.delete': async ({ name }) => {
      await presets.remove(name);
      return list();
    },
  };
}
