import type { CommandHandlers } from '../../core/contract/commands';
import type { Services } from './services';

type AppHandlers = Pick<CommandHandlers, 'app.info' | 'app.shutdown'>;

export function appHandlers(services: Services): AppHandlers {
  return {
    'app.info': () => ({
      version: services.app.version,
      host: services.app.host,
      sessions_root: services.store.root,
      default_server: services.servers.defaultServer,
      demo: services.servers.isDemoRunning(),
    }),
    'app.shutdown': () => {
      services.shutdown();
      return { stopping: true };
    },
  };
}
