import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach } from 'vitest';
import { AppFailure } from '../../core/contract/failure';

const open: { close(): unknown }[] = [];

/** Closes what a test of the client opened, when it ends or by `closeAll`. */
export function closeAfterEach(): { opened(one: { close(): unknown }): void; closeAll(): Promise<void> } {
  const closeAll = async () => {
    for (const one of open.splice(0)) await one.close();
  };
  afterEach(closeAll);
  return { opened: (one) => void open.push(one), closeAll };
}

/** A server on loopback that answers everything in one way. Out: its address. */
export async function serve(listener: RequestListener): Promise<string> {
  const server: Server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push({
    close: () =>
      new Promise((resolve) => {
        server.close(resolve);
        server.closeAllConnections();
      }),
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return `http://127.0.0.1:${address.port}`;
}

/** The failure that a call ends with; anything else is thrown. */
export async function failureOf(promise: Promise<unknown>): Promise<AppFailure> {
  const failure = await promise.then(
    () => null,
    (error: unknown) => error,
  );
  if (failure instanceof AppFailure) return failure;
  throw failure ?? new Error('It did not fail.');
}
