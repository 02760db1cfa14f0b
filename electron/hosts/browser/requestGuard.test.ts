import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { AppFailure } from '../../../core/contract/failure';
import { createRequestGuard, isLoopbackHost } from './requestGuard';

const TOKEN = 'a-token-of-32-characters-exactly';
const guard = createRequestGuard({ token: TOKEN, port: 4711 });

function request(headers: Record<string, string>): IncomingMessage {
  return { headers } as IncomingMessage;
}

function codeOf(check: () => void): string | null {
  try {
    check();
    return null;
  } catch (error) {
    return error instanceof AppFailure ? error.code : 'bug';
  }
}

describe('source', () => {
  it.each([
    '127.0.0.1:4711',
    'localhost:4711',
    'localhost:9999',
    '127.0.0.1',
    '[::1]:4711',
    'app.localhost:80',
    '127.1.2.3:1',
    'LOCALHOST',
  ])('takes the loopback name %s with any port', (host) =>
    expect(codeOf(() => guard.checkSource(request({ host })))).toBeNull(),
  );

  it.each([
    'example.org',
    'example.org:4711',
    '192.168.0.4:4711',
    '127.0.0.1.example.org',
    'localhost.example.org',
    '',
    '0.0.0.0:4711',
    '[::2]:1',
    "127.0.0.1; script-src 'unsafe-inline' .localhost",
  ])('refuses the host %j, as a rebinding site would send it', (host) =>
    expect(codeOf(() => guard.checkSource(request({ host })))).toBe('forbidden'),
  );

  it('takes its own origin, refuses any other', () => {
    const host = '127.0.0.1:4711';
    expect(codeOf(() => guard.checkSource(request({ host, origin: 'http://127.0.0.1:4711' })))).toBeNull();
    for (const origin of [
      'http://127.0.0.1:4712',
      'http://localhost:4711',
      'https://example.org',
      'null',
      'file://',
    ]) {
      expect(codeOf(() => guard.checkSource(request({ host, origin })))).toBe('forbidden');
    }
  });

  it('refuses what a page of another port asks for in silence, but not a link to the page', () => {
    const from = (site: string, mode: string, url: string) =>
      codeOf(() =>
        guard.checkSource({
          headers: { host: '127.0.0.1:4711', 'sec-fetch-site': site, 'sec-fetch-mode': mode },
          url,
        } as IncomingMessage & { headers: Record<string, string> }),
      );
    for (const site of ['same-site', 'cross-site']) {
      expect(from(site, 'no-cors', '/api/sessions/20240115_143022/report')).toBe('forbidden');
      expect(from(site, 'navigate', '/api/sessions/20240115_143022/report')).toBe('forbidden');
      expect(from(site, 'no-cors', '/')).toBe('forbidden');
      expect(from(site, 'navigate', `/?token=${TOKEN}`)).toBeNull();
    }
    for (const site of ['same-origin', 'none'])
      expect(from(site, 'cors', '/api/sessions/20240115_143022/report')).toBeNull();
  });

  it('knows loopback names from look-alikes', () => {
    expect(isLoopbackHost('127.0.0.1:8x')).toBe(false);
    expect(isLoopbackHost('user@localhost')).toBe(false);
  });
});

describe('token', () => {
  const url = (text: string) => new URL(text, 'http://127.0.0.1');

  it('is taken as bearer, query or cookie', () => {
    for (const [headers, address] of [
      [{ authorization: `Bearer ${TOKEN}` }, '/api/sessions'],
      [{}, `/?token=${TOKEN}`],
      [{ cookie: `other=1; blindfold_4711=${TOKEN}` }, '/'],
    ] as const)
      expect(guard.isLetIn(request(headers), url(address))).toBe(true);
  });

  it('is refused when missing, wrong, or meant for another port', () => {
    for (const headers of [
      {},
      { authorization: 'Bearer wrong' },
      { authorization: TOKEN },
      { cookie: `blindfold_4712=${TOKEN}` },
      { cookie: 'blindfold_4711=' },
    ])
      expect(guard.isLetIn(request(headers as Record<string, string>), url('/?token=wrong'))).toBe(false);
  });
});
