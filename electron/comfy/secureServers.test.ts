import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import tls from 'node:tls';
import { promisify } from 'node:util';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createDemoServer, type DemoServer } from '../demo/server';
import {
  type Authority,
  type CertificateOptions,
  makeAuthority,
  makeCertificate,
} from '../testing/certificates';
import { type FrontDoor, openFrontDoor } from '../testing/frontDoor';
import { createComfyClient } from './client';
import { connectComfy } from './connection';
import { ComfyFailure } from './http';
import { trustSystemCertificates } from './systemTrust';

const DAY_MS = 24 * 3600 * 1000;
const open: { dispose(): Promise<void> }[] = [];
let authority: Authority;

beforeAll(() => {
  authority = makeAuthority();
  // What the system trusts comes first, or it would be asked in the middle of a test.
  trustSystemCertificates();
});
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one.dispose();
});

async function demo(): Promise<DemoServer> {
  const server = await createDemoServer({ imageMs: 0, size: { width: 16, height: 16 } });
  open.push(server);
  return server;
}

/** The demo behind https. */
async function secure(options: CertificateOptions): Promise<FrontDoor> {
  const door = await openFrontDoor({ target: (await demo()).url, certificate: makeCertificate(options) });
  open.push(door);
  return door;
}

/** This program trusts the authority until the answer is called. */
function trust({ cert }: Authority): () => void {
  const before = tls.getCACertificates('default');
  tls.setDefaultCACertificates([...before, cert]);
  return () => tls.setDefaultCACertificates(before);
}

async function failureOf(url: string): Promise<ComfyFailure> {
  const failure = await createComfyClient({ url, timeoutMs: 5_000 })
    .systemStats()
    .catch((error: unknown) => error);
  if (failure instanceof ComfyFailure) return failure;
  throw new Error(`No failure but ${String(failure)}`);
}

describe('a server with https', () => {
  it('is spoken to, socket and all, when its certificate is trusted', async () => {
    const distrust = trust(authority);
    open.push({ dispose: async () => distrust() });
    const { url } = await secure({ by: authority });
    const connection = connectComfy({ url });
    expect((await connection.client.systemStats()).system.comfyui_version).toBe('0.33.0');
    const socket = connection.openSocket({ onMessage: () => undefined });
    await socket.ready();
    expect(socket.state).toBe('open');
    socket.close();
  });

  it.each(['NODE_EXTRA_CA_CERTS', 'SSL_CERT_FILE'])(
    'is trusted by a program whose system knows the authority: %s',
    { skip: process.platform !== 'linux', timeout: 60_000 },
    async (variable) => {
      const folder = await mkdtemp(join(tmpdir(), 'blindfold-ca-'));
      open.push({ dispose: () => rm(folder, { recursive: true, force: true }) });
      const file = join(folder, 'ca.pem');
      await writeFile(file, authority.cert);
      const { url } = await secure({ by: authority });
      const script = `
        import { registerHooks } from 'node:module';
        registerHooks({
          resolve(name, context, next) {
            try { return next(name, context); } catch { return next(name + '.ts', context); }
          },
        });
        const { createComfyClient } = await import(${JSON.stringify(join(import.meta.dirname, 'client.ts'))});
        console.log((await createComfyClient({ url: ${JSON.stringify(url)} }).systemStats()).system.comfyui_version);`;
      const { stdout } = await promisify(execFile)(
        process.execPath,
        ['--no-warnings', '--input-type=module', '--eval', script],
        { env: { PATH: process.env['PATH'], [variable]: file } },
      );
      expect(stdout.trim()).toBe('0.33.0');
    },
  );

  it.each<[string, CertificateOptions & { readonly isForeign?: true }, RegExp]>([
    ['signed itself', {}, /has a certificate that it signed itself, so nothing proves who it is/],
    [
      'comes from an unknown authority',
      { isForeign: true },
      /from an authority that this machine does not know/,
    ],
    [
      'has run out',
      { until: new Date(Date.now() - DAY_MS / 2) },
      /has a certificate that has run out\. Renew it/,
    ],
    [
      'is not valid yet',
      { from: new Date(Date.now() + DAY_MS / 2) },
      /that is not valid yet\. Look whether the clocks/,
    ],
    [
      'is for another name',
      { names: ['other.example'] },
      /for another name than 127\.0\.0\.1\. Type the server by the name/,
    ],
  ])('says what to do when its certificate %s', async (what, { isForeign, ...options }, words) => {
    const distrust = trust(authority);
    open.push({ dispose: async () => distrust() });
    const by = what === 'signed itself' ? {} : { by: isForeign ? makeAuthority('Somebody else') : authority };
    const door = await secure({ ...options, ...by });
    const failure = await failureOf(door.url);
    expect(failure).toMatchObject({ kind: 'untrusted', code: 'comfy_unreachable', field: 'setup.servers' });
    expect(failure.message).toMatch(words);
    expect(failure.message).toMatch(/^https:\/\/127\.0\.0\.1:\d+ has a certificate/);
    expect(door.seen).toEqual([]);
  });

  it('that is spoken to without https says so', async () => {
    const { port } = await secure({ by: authority });
    const failure = await failureOf(`http://127.0.0.1:${port}`);
    expect(failure.message).toBe(
      `127.0.0.1:${port} answered, but it is not http that it speaks. Type it with https:// before it.`,
    );
  });
});

describe('a server without https', () => {
  it('that is spoken to with it says so', async () => {
    const { port } = await demo();
    const failure = await failureOf(`https://127.0.0.1:${port}`);
    expect(failure.message).toBe(
      `https://127.0.0.1:${port} answered, but it is not https that it speaks. Type it with http:// instead.`,
    );
  });

  it('that only breaks every connection is not taken for one with https', async () => {
    const server = createServer((socket) => socket.on('data', () => socket.destroy()));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    open.push({ dispose: () => new Promise((resolve) => server.close(() => resolve())) });
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    expect(await failureOf(`http://127.0.0.1:${address.port}`)).toMatchObject({ kind: 'unreachable' });
  });
});
