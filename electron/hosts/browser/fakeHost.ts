import { connect } from 'node:net';
import { afterAll, beforeAll } from 'vitest';
import type { CommandAnswer, CommandName } from '../../../core/contract/commands';
import { AppFailure } from '../../../core/contract/failure';
import type { Push } from '../../../core/contract/pushes';
import type { Backend, WindowLink } from '../backendPort';
import { type HttpHost, startHttpServer } from './httpServer';

export const TOKEN = 'a-token-of-32-characters-exactly';
export const PICTURE = new Uint8Array([1, 2, 3]);

/** A backend that answers a few things and remembers what it was asked. */
function fakeBackend() {
  const listeners = new Set<(push: Push) => void>();
  const calls: { command: string; args: unknown }[] = [];
  const windows = new Set<WindowLink>();
  const backend: Backend = {
    openWindow() {
      const window: WindowLink = {
        dispatch: async (text) => `reply to ${text}`,
        close: () => windows.delete(window),
      };
      windows.add(window);
      return window;
    },
    async call<C extends CommandName>(command: C, args: unknown): Promise<CommandAnswer<C>> {
      calls.push({ command, args });
      if (command === 'report.get') throw new AppFailure('evaluation_open', 'Votes are still open.');
      if (command === 'session.save') throw new TypeError('a bug');
      return { seed: 18_446_744_073_709_551_615n } as CommandAnswer<C>;
    },
    onPush(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    giveFile: () => undefined,
    image: async (key) => (key === 'known' ? { bytes: PICTURE, contentType: 'image/png' } : null),
    exportFile: () => Promise.reject(new Error('Not asked for here.')),
    importFile: () => Promise.reject(new Error('Not asked for here.')),
    unsavedSessions: () => [],
    mustStay: () => null,
    keptIn: () => null,
    dispose: async () => {},
  };
  const push = (sent: Push) => {
    for (const listener of listeners) listener(sent);
  };
  return { backend, calls, push, listeners, windows };
}

/** For the tests of a file: the browser host's doors before a backend that only pretends. */
export function fakeHost() {
  const fake = fakeBackend();
  const bugs: unknown[] = [];
  let host: HttpHost | null = null;
  const running = () => {
    if (host === null) throw new Error('The host was not started.');
    return host;
  };
  beforeAll(async () => {
    host = await startHttpServer({
      backend: fake.backend,
      token: TOKEN,
      port: 0,
      files: (path) =>
        path === '/' ? { bytes: Buffer.from('<!doctype html>'), contentType: 'text/html' } : null,
      logBug: (error) => bugs.push(error),
    });
  });
  afterAll(() => host?.close());
  return {
    ...fake,
    bugs,
    get host() {
      return running();
    },
    /** Asks with the token. */
    ask: (path: string, options: RequestInit = {}) =>
      fetch(running().url + path, {
        redirect: 'manual',
        ...options,
        headers: { authorization: `Bearer ${TOKEN}`, ...options.headers },
      }),
    /** Sends a text over a bare connection and breaks it off. */
    hangUp: (text: string) =>
      new Promise<void>((resolve, reject) => {
        const socket = connect(running().port, '127.0.0.1', () => {
          socket.write(text, () => socket.resetAndDestroy());
        });
        socket.on('error', reject);
        socket.on('close', () => resolve());
      }),
  };
}
