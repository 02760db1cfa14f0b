import { generateKeyPairSync, type KeyObject, randomBytes, sign } from 'node:crypto';
import { isIPv4 } from 'node:net';

/** A certificate and its key, both as PEM. */
export interface Certificate {
  readonly cert: string;
  readonly key: string;
}

/** One that other certificates can be signed with. */
export interface Authority extends Certificate {
  readonly name: string;
}

export interface CertificateOptions {
  /** Names and IPv4 addresses that it proves; 127.0.0.1 and localhost when left out. */
  readonly names?: readonly string[];
  /** Who signs it; itself when left out. */
  readonly by?: Authority;
  readonly from?: Date;
  readonly until?: Date;
}

const DAY_MS = 24 * 3600 * 1000;

/** Makes an authority of a test's own, whom nobody trusts yet. */
export function makeAuthority(name = 'Blindfold test authority'): Authority {
  const keys = keyPair();
  const cert = signed({
    subject: name,
    issuer: name,
    keys,
    signer: keys.privateKey,
    names: [],
    isAuthority: true,
  });
  return { name, cert, key: pem('PRIVATE KEY', keys.privateKey.export({ type: 'pkcs8', format: 'der' })) };
}

/** Makes a server's certificate. */
export function makeCertificate(options: CertificateOptions = {}): Certificate {
  const keys = keyPair();
  const subject = 'Blindfold test server';
  const cert = signed({
    ...options,
    subject,
    issuer: options.by?.name ?? subject,
    keys,
    signer: options.by?.key ?? keys.privateKey,
    names: options.names ?? ['127.0.0.1', 'localhost'],
    isAuthority: false,
  });
  return { cert, key: pem('PRIVATE KEY', keys.privateKey.export({ type: 'pkcs8', format: 'der' })) };
}

function keyPair(): { publicKey: KeyObject; privateKey: KeyObject } {
  return generateKeyPairSync('ec', { namedCurve: 'prime256v1' });
}

const ECDSA_WITH_SHA256 = sequence(oid([42, 134, 72, 206, 61, 4, 3, 2]));
const COMMON_NAME = oid([85, 4, 3]);
const BASIC_CONSTRAINTS = oid([85, 29, 19]);
const SUBJECT_ALT_NAME = oid([85, 29, 17]);
const TRUE = der(0x01, Buffer.of(0xff));

function signed(options: {
  readonly subject: string;
  readonly issuer: string;
  readonly keys: { readonly publicKey: KeyObject };
  readonly signer: KeyObject | string;
  readonly names: readonly string[];
  readonly isAuthority: boolean;
  readonly from?: Date;
  readonly until?: Date;
}): string {
  const { from = new Date(Date.now() - DAY_MS), until = new Date(Date.now() + DAY_MS) } = options;
  const extensions = [
    options.isAuthority
      ? sequence(BASIC_CONSTRAINTS, TRUE, der(0x04, sequence(TRUE)))
      : sequence(SUBJECT_ALT_NAME, der(0x04, sequence(...options.names.map(altName)))),
  ];
  const content = sequence(
    der(0xa0, der(0x02, Buffer.of(2))),
    der(0x02, Buffer.concat([Buffer.of(1), randomBytes(8)])),
    ECDSA_WITH_SHA256,
    nameOf(options.issuer),
    sequence(time(from), time(until)),
    nameOf(options.subject),
    options.keys.publicKey.export({ type: 'spki', format: 'der' }),
    der(0xa3, sequence(...extensions)),
  );
  const signature = sign('sha256', content, options.signer);
  return pem(
    'CERTIFICATE',
    sequence(content, ECDSA_WITH_SHA256, der(0x03, Buffer.concat([Buffer.of(0), signature]))),
  );
}

function nameOf(name: string): Buffer {
  return sequence(der(0x31, sequence(COMMON_NAME, der(0x0c, Buffer.from(name)))));
}

function altName(name: string): Buffer {
  return isIPv4(name) ? der(0x87, Buffer.from(name.split('.').map(Number))) : der(0x82, Buffer.from(name));
}

/** As YYYYMMDDHHMMSSZ. */
function time(date: Date): Buffer {
  return der(0x18, Buffer.from(`${date.toISOString().replaceAll(/\D/g, '').slice(0, 14)}Z`));
}

function oid(bytes: readonly number[]): Buffer {
  return der(0x06, Buffer.from(bytes));
}

function sequence(...parts: readonly Uint8Array[]): Buffer {
  return der(0x30, Buffer.concat(parts));
}

/** One value in DER: tag, length, content. */
function der(tag: number, content: Uint8Array): Buffer {
  const { length } = content;
  const head = length < 128 ? [length] : length < 256 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Buffer.concat([Buffer.of(tag, ...head), content]);
}

function pem(label: string, bytes: Uint8Array): string {
  const lines = Buffer.from(bytes).toString('base64').replaceAll(/.{64}/g, '$&\n').trimEnd();
  return `-----BEGIN ${label}-----\n${lines}\n-----END ${label}-----\n`;
}
