import type { CommandHandlers } from '../../core/contract/commands';
import type { SessionId } from '../../core/session/identity';
import { effectiveSetup } from '../../core/session/state';
import { builtinDefaults } from '../../core/workflow/builtin';
import { inspectWorkflow } from '../../core/workflow/inspect';
import { askLoraInfo } from '../comfy/loraInfo';
import type { Services } from './services';

type ComfyHandlers = Pick<
  CommandHandlers,
  | 'comfy.state'
  | 'comfy.loraInfo'
  | 'comfy.startDemo'
  | 'comfy.access'
  | 'comfy.setAccess'
  | 'workflow.defaults'
  | 'workflow.inspect'
>;

export function comfyHandlers(services: Services): ComfyHandlers {
  const { access, servers, store } = services;
  /** The address that is named, else the one that a session uses, else that for new sessions. */
  async function addressOf(server: string | undefined, session_id: SessionId | undefined): Promise<string> {
    if (server !== undefined) return server;
    if (session_id === undefined) return servers.defaultServer;
    const { state } = await store.peek(session_id);
    return effectiveSetup(state).servers[0] ?? servers.defaultServer;
  }
  return {
    'comfy.state': async ({ server, session_id }) => servers.state(await addressOf(server, session_id)),
    'comfy.loraInfo': async ({ server, session_id, lora }) => {
      const connection = await servers.connectionTo(await addressOf(server, session_id));
      return { info: await askLoraInfo(connection, lora) };
    },
    'comfy.startDemo': () => servers.startDemo(),
    async 'comfy.access'() {
      await access.refresh();
      return access.list();
    },
    'comfy.setAccess': ({ server, header_name: name, header_value: value }) =>
      access.set(server, name === null || value === null ? null : { name, value }),
    'workflow.defaults': ({ checkpoint }) => builtinDefaults(checkpoint ?? ''),
    'workflow.inspect': ({ workflow, loras, bindings }) => inspectWorkflow(workflow, loras, bindings),
  };
}
