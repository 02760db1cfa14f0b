import { COMMANDS, type CommandAnswer, type CommandName } from '../core/contract/commands';
import type { ApiAnswer, RunningHost } from '../e2e/runningHost';

/** The body of an answer that must be good. Throws Error with the answer otherwise. */
export async function good(
  host: RunningHost,
  method: string,
  path: string,
  body?: unknown,
): Promise<ApiAnswer['body']> {
  const answer = await host.api(method, path, body);
  if (answer.status >= 300) throw new Error(`${method} ${path} answered ${answer.status}: ${answer.text}`);
  return answer.body;
}

/** A body as the answer of the command that the call stands for. Throws ZodError for one that the contract does not know. */
export function readAs<C extends CommandName>(command: C, body: ApiAnswer['body']): CommandAnswer<C> {
  return COMMANDS[command].answer.parse(body) as CommandAnswer<C>;
}
