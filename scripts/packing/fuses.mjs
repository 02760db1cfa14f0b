import { readFileSync } from 'node:fs';

/** Electron marks the place of its fuses with this text; then come a version, their number, and one sign for each. */
const SENTINEL = 'dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX';
const ORDER = [
  'runAsNode',
  'enableCookieEncryption',
  'enableNodeOptionsEnvironmentVariable',
  'enableNodeCliInspectArguments',
  'enableEmbeddedAsarIntegrityValidation',
  'onlyLoadAppFromAsar',
  'loadBrowserProcessSpecificV8Snapshot',
  'grantFileProtocolExtraPrivileges',
];

/**
 * Reads the fuses out of a program.
 *
 * @param {string} program path of the file that holds Electron itself
 * @returns {Record<string, boolean>}
 */
export function readFuses(program) {
  const content = readFileSync(program);
  const at = content.indexOf(SENTINEL);
  if (at === -1) throw new Error(`${program} holds no fuses.`);
  const wire = at + SENTINEL.length;
  if (content[wire] !== 1)
    throw new Error(`${program} has fuses of version ${content[wire]}, of which nothing is known here.`);
  const count = content[wire + 1] ?? 0;
  return Object.fromEntries(ORDER.slice(0, count).map((name, at) => [name, content[wire + 2 + at] === 0x31]));
}

/**
 * @param {Record<string, boolean>} wanted the builder's settings; what stands among them and is no fuse does not count
 * @param {Record<string, boolean>} found
 * @returns {string[]} one sentence for each that is not as wanted
 */
export function fuseFaults(wanted, found) {
  return Object.entries(wanted).flatMap(([name, value]) =>
    !ORDER.includes(name) || found[name] === value
      ? []
      : [`The fuse ${name} is ${found[name] ?? 'not there'} and should be ${value}.`],
  );
}

/** The bytes of fuses as Electron ships them: a stand-in has them for the builder to flip. */
export const FUSES_AS_SHIPPED = Buffer.concat([
  Buffer.from(SENTINEL),
  Buffer.from([1, ORDER.length]),
  Buffer.from('10111001'),
]);
