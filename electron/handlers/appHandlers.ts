import type { CommandHandlers } from '../../core/contract/commands';
import { systemFacts } from '../log/systemFacts';
import type { Services } from './services';

type AppHandlers = Pick<CommandHandlers, 'app.info' | 'app.about' | 'app.shutdown'>;

export function appHandlers(services: Services): AppHandlers {
  return {
    'app.info': async () => ({
      version: services.app.version,
      host: services.app.host,
      sessions_root: services.store.root,
      trouble: await services.app.trouble(),
      settings_trouble: services.settings.unread(),
      persistence_enabled: services.settings.view().persistence_enabled,
      kept_in: services.scratch?.folder ?? null,
      default_server: services.servers.defaultServer,
      demo: services.servers.isDemoRunning(),
    }),
    'app.about': () => {
      const { system, programs } = systemFacts();
      const { store, settings, appLog, catalog } = services;
      return {
        system,
        programs: [...programs],
        places: [
          { name: 'Sessions', path: store.root },
          { name: 'Settings', path: settings.view().file },
          { name: 'Catalog', path: catalog.file },
          { name: 'Log', path: appLog.file },
        ],
        licence: 'MIT',
      };
    },
    'app.shutdown': () => {
      services.shutdown();
      return { stopping: true };
    },
  };
}
