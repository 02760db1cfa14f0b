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
