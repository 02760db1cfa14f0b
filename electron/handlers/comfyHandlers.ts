import type { CommandHandlers } from '../../core/contract/commands';
import { effectiveSetup } from '../../core/session/state';
import { builtinDefaults } from '../../core/workflow/builtin';
import { inspectWorkflow } from '../../core/workflow/inspect';
import type { Services } from './services';

type ComfyHandlers = Pick<
  CommandHandlers,
  'comfy.state' | 'comfy.startDemo' | 'workflow.defaults' | 'workflow.inspect'
>;

export function comfyHandlers(services: Services): ComfyHandlers {
  const { servers, store } = services;
  return {
    async 'comfy.state'({ server, session_id }) {
      if (server !== undefined) return servers.state(server);
      if (session_id === undefined) return servers.state(servers.defaultServer);
      const { state } = await store.peek(session_id);
      return servers.state(effectiveSetup(state).servers[0] ?? servers.defaultServer);
    },
    'comfy.startDemo': () => servers.startDemo(),
    'workflow.defaults': ({ checkpoint }) => builtinDefaults(checkpoint ?? ''),
    'workflow.inspect': ({ workflow, loras, bindings }) => inspectWorkflow(workflow, loras, bindings),
  };
}
