import { runtimePackages } from './packages.mjs';

/** @typedef {{ path: string, bytes: number, isUnpacked: boolean }} Packed `path` is relative to the app, with forward slashes */
/** @typedef {{ platform: string, arch: string }} Target as Node names them */

/** What the app may weigh beside Electron. */
export const LIMIT_BYTES = 60e6;

const BUILT = /^dist\/(client|main|preload)\//;
const NATIVE = /\.(node|dylib|dll)$|\.so(\.[\d.]+)?$/;
const NEVER = [
  { pattern: /\.(c|m)?tsx?$/, what: 'a source' },
  { pattern: /\.(h|c|cc|cpp|gyp|gypi)$/, what: 'a source of a native library' },
  { pattern: /\.map$/, what: 'a source map' },
  {
    pattern: /(^|\/)(__tests__|tests?|benchmarks?|e2e)\/|\.(test|spec)\.\w+$|^node_modules\/[^/]+\/test\.js$/,
    what: 'a test',
  },
  { pattern: /(^|\/)\.[^/]+$/, what: 'a hidden file' },
];

/** @param {Target} target */
function mustHave({ platform, arch }) {
  const all = [
    'package.json',
    'dist/client/index.html',
    'dist/client/notices.txt',
    'dist/main/index.js',
    'dist/preload/index.cjs',
    `node_modules/better-sqlite3/prebuilds/${platform}-${arch}.node`,
    `node_modules/@img/sharp-${platform}-${arch}/package.json`,
  ];
  // For Windows both lie in one package.
  return platform === 'win32'
    ? all
    : [...all, `node_modules/@img/sharp-libvips-${platform}-${arch}/package.json`];
}

/**
 * What is wrong with what was packed: something that does not belong into it, something that is missing, a library that cannot be
 * loaded where it lies, or too much of it all.
 *
 * @param {string} root the folder of the repository
 * @param {Packed[]} files
 * @param {Target} target
 * @returns {string[]} sentences; none when all is well
 */
export function contentFaults(root, files, target) {
  const allowed = runtimePackages(root).map(({ folder }) => `${folder}/`);
  const paths = new Set(files.map(({ path }) => path));
  const faults = mustHave(target).flatMap((path) => (paths.has(path) ? [] : [`${path} is missing.`]));
  for (const { path, isUnpacked } of files) {
    const isOurs = BUILT.test(path) || path === 'package.json';
    if (!isOurs && !allowed.some((folder) => path.startsWith(folder)))
      faults.push(`${path} is no part of the app.`);
    for (const { pattern, what } of NEVER) if (pattern.test(path)) faults.push(`${path} is ${what}.`);
    if (!NATIVE.test(path)) continue;
    if (!isUnpacked) faults.push(`${path} lies inside the archive, from where it cannot be loaded.`);
    if (!path.includes(`${target.platform}-${target.arch}`)) faults.push(`${path} is for another system.`);
  }
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (bytes > LIMIT_BYTES)
    faults.push(`The app weighs ${megabytes(bytes)} beside Electron, of ${megabytes(LIMIT_BYTES)} allowed.`);
  return faults;
}

/** @param {number} bytes */
export function megabytes(bytes) {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

/**
 * The names that a bundle imports and that are neither its own files nor Node's nor Electron's.
 *
 * @param {string} code a bundle as the build writes it
 * @returns {string[]}
 */
export function importedNames(code) {
  const names = [
    ...code.matchAll(/^(?:import|export)\b[^"'\n]*["']([^"'\n]+)["'];?$|\bimport\(["']([^"'\n]+)["']\)/gm),
  ].map(([, name, later]) => name ?? later ?? '');
  return [...new Set(names)].filter((name) => !/^(node:|\.|electron$|electron\/)/.test(name)).sort();
}
