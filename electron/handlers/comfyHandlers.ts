import type { CommandHandlers } from '../../core/contract/commands';
import { effectiveSetup } from '../../core/session/state';
import { builtinDefaults } from '../../core/workflow/builtin';
import { inspectWorkflow } from '../../core/workflow/inspect';
import type { Services } from './services';

type ComfyHandlers = Pick<
  CommandHandlers,
  | 'comfy.state'
  | 'comfy.startDemo'
  | 'comfy.access'
  | 'comfy.setAccess'
  | 'workflow.defaults'
  | 'workflow.inspect'
>;

export function comfyHandlers(services: Services): ComfyHandlers {
  const { access, servers, store } = services;
  return {
    async 'comfy.state'({ server, session_id }) {
      if (server !== undefined) return servers.state(server);
      if (session_id === undefined) return servers.state(servers.defaultServer);
      const { state } = await store.peek(session_id);
      return servers.state(effectiveSetup(state).servers[0] ?? servers.defaultServer);
    },
    'comfy.startDemo': () => servers.startDemo(),
    async 'comfy.access'() {
      await access.refresh();
      return access.list();
    },
    'comfy.setAccess': ({ server, header_name: name, header_value: value }) =>
      access.set(server, name === null || value === null ? null : { name, value }),
    'workflow.defaults': ({ checkpoint }) => builtinDefaults(checkpoint ?? ''),
    'workflow.inspect': ({ workflow }) => inspectWorkflow(workflow),
  };
}
