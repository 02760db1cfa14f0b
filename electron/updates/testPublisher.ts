import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type IncomingHttpHeaders, request } from 'node:http';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const IMAGE = Buffer.alloc(300_000, 'blind');
const require = createRequire(import.meta.url);

/** A server on this machine that publishes a version, and hears all that it is asked. */
export async function testPublisher() {
  const folder = await mkdtemp(join(tmpdir(), 'blindfold-updates-'));
  const asked: { path: string; headers: IncomingHttpHeaders }[] = [];
  const published = {
    version: '0.2.0',
    sha512: createHash('sha512').update(IMAGE).digest('base64'),
    /** Further lines of what is said of the version. */
    more: '',
    /** The image stops in the middle. */
    isStalling: false,
  };
  const server = createServer(({ url = '', headers }, answer) => {
    const path = url.replace(/\?.*/, '');
    asked.push({ path, headers });
    if (path.startsWith('/latest')) {
      const { version, sha512, more } = published;
      answer.end(
        `version: ${version}\npath: B.AppImage\nsha512: ${sha512}\n${more}files:\n  - url: B.AppImage\n    sha512: ${sha512}\n    size: ${IMAGE.length}\n`,
      );
    } else if (path === '/B.AppImage') {
      answer.setHeader('content-length', IMAGE.length);
      if (published.isStalling) answer.write(IMAGE.subarray(0, 100_000));
      else answer.end(IMAGE);
    } else answer.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const config = join(folder, 'app-update.yml');
  await writeFile(
    config,
    `provider: generic\nurl: http://127.0.0.1:${port}\nupdaterCacheDirName: blindfold-updater\n`,
  );
  return {
    folder,
    asked,
    published,
    config,
    async end() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Puts Node's own HTTP where electron-updater asks Electron for Chromium's. To be called before it is loaded. */
export function netWithoutElectron(): void {
  const id = require.resolve('electron');
  const exports = {
    net: { request },
    session: { fromPartition: () => ({}) },
  };
  require.cache[id] = Object.assign(Object.create(null), { id, filename: id, loaded: true, exports });
}
