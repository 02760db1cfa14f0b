import { parentPort, workerData } from 'node:worker_threads';
import type { SessionId } from '../../core/session/identity';
import { readAside } from './readAside';
import type { RowThreadData } from './rowThreads';

const data = workerData as RowThreadData;
parentPort?.on('message', async (ids: readonly SessionId[]) => {
  parentPort?.postMessage(await readAside(data, ids));
});
