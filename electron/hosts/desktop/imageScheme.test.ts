import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { AppFailure } from '../../../core/contract/failure';
import { announceScheme, answer } from './imageScheme';

const electron = vi.hoisted(() => ({ registerSchemesAsPrivileged: vi.fn() }));
vi.mock('electron', () => ({ protocol: electron }));

const picture = { bytes: new Uint8Array([1, 2, 3]), contentType: 'image/png' };
const backend = {
  async image(key: string) {
    if (key === 'torn') throw new AppFailure('storage_failed', 'A picture is missing or damaged.');
    if (key === 'bug') throw new TypeError('a bug');
    return key === 'fresh' ? picture : null;
  },
};

let folder = '';
let client = '';

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'blindfold-scheme-'));
  client = join(folder, 'client');
  await mkdir(join(client, 'assets'), { recursive: true });
  await writeFile(join(client, 'index.html'), '<p>page</p>');
  await writeFile(join(client, 'assets', 'a.js'), 'export {}');
  await writeFile(join(client, 'assets', 'a.exe'), 'no');
  await writeFile(join(folder, 'secret.json'), '{}');
});

afterAll(() => rm(folder, { recursive: true, force: true }));

function get(address: string, method = 'GET'): Promise<Response> {
  return answer(new Request(address, { method }), client, backend);
}

describe('the own scheme', () => {
  it('is announced as an origin as good as https', () => {
    announceScheme();
    expect(electron.registerSchemesAsPrivileged).toHaveBeenCalledWith([
      {
        scheme: 'blindfold',
        // Without the last one the page could fetch no picture.
        privileges: expect.objectContaining({ standard: true, secure: true, supportFetchAPI: true }),
      },
    ]);
    const [[schemes]] = electron.registerSchemesAsPrivileged.mock.calls as [[{ privileges: object }[]]];
    expect(schemes[0]?.privileges).not.toHaveProperty('bypassCSP');
  });

  it.each(['blindfold://app/', 'blindfold://app/index.html'])(
    'serves the page at %s under its policy',
    async (address) => {
      const response = await get(address);
      expect(response.status).toBe(200);
      expect(await response.text()).toBe('<p>page</p>');
      expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
      const policy = response.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self'");
      expect(policy).toContain("connect-src 'self'");
      expect(policy).not.toContain('unsafe');
    },
  );

  it('allows the page no text that becomes program, and no picture from elsewhere', async () => {
    const policy = (await get('blindfold://app/')).headers.get('content-security-policy') ?? '';
    const rules = policy.split('; ');
    for (const rule of [
      "img-src 'self'",
      "worker-src 'none'",
      "base-uri 'none'",
      "form-action 'none'",
      "frame-ancestors 'none'",
      "require-trusted-types-for 'script'",
      "trusted-types 'none'",
    ])
      expect(rules).toContain(rule);
    for (const hole of ['data:', 'blob:', 'http', '*', 'unsafe', 'nonce']) expect(policy).not.toContain(hole);
  });

  it.each(['/', '/assets/a.js', '/image/fresh', '/missing.js', '/image/stale'])(
    'lets what lies at %s be read as nothing else, by no other site, and ask for nothing',
    async (path) => {
      const { headers } = await get(`blindfold://app${path}`);
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('no-referrer');
      expect(headers.get('cross-origin-resource-policy')).toBe('same-origin');
      expect(headers.get('permissions-policy')).toContain('camera=()');
      if (path !== '/')
        expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*; sandbox$/);
    },
  );

  it('serves the page its parts', async () => {
    const response = await get('blindfold://app/assets/a.js');
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  });

  it('serves a picture once and lets nobody keep it', async () => {
    const response = await get('blindfold://app/image/fresh');
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(picture.bytes);
    expect(response.headers.get('content-type')).toBe('image/png');
    expect(response.headers.get('cache-control')).toBe('no-store');
    expect(response.headers.get('etag')).toBeNull();
  });

  it.each([
    'blindfold://app/image/stale',
    'blindfold://app/image/',
    'blindfold://app/missing.js',
    'blindfold://app/assets',
    'blindfold://app/assets/a.exe',
    'blindfold://app/..%2fsecret.json',
    'blindfold://app/assets/..%2f..%2fsecret.json',
    'blindfold://app/assets/../../secret.json',
    'blindfold://app/%2e%2e/secret.json',
    'blindfold://app/..%5csecret.json',
    'blindfold://app//etc/passwd.json',
    'blindfold://app/image/..%2f..%2fsecret.json',
    'blindfold://app/index.html/a.js',
    `blindfold://app/${'a'.repeat(5000)}.js`,
    'blindfold://app:81/index.html',
    'blindfold://other/index.html',
  ])('has nothing at %s', async (address) => {
    expect((await get(address)).status).toBe(404);
  });

  it('says why a picture cannot be shown, and logs a bug', async () => {
    const torn = await get('blindfold://app/image/torn');
    expect(torn.status).toBe(500);
    expect(await torn.text()).toBe('A picture is missing or damaged.');
    const log = vi.spyOn(console, 'error').mockImplementation(() => undefined);
    const bug = await get('blindfold://app/image/bug');
    expect(bug.status).toBe(500);
    expect(await bug.text()).not.toContain('a bug');
    expect(log).toHaveBeenCalledWith(expect.any(TypeError));
    log.mockRestore();
  });

  it('refuses what is not an address, and all but reading', async () => {
    expect((await get('blindfold://app/%E0%A4%A')).status).toBe(400);
    expect((await get('blindfold://app/index.html%00.js')).status).toBe(400);
    expect((await get('blindfold://app/index.html', 'POST')).status).toBe(405);
  });
});
