import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { byName, packageFolder, runtimePackages } from './packages.mjs';

/** @typedef {import('./packages.mjs').Package} Package */

const LICENCE_FILE = /^(licen[cs]e|copying|notice|third-party-notices)/i;
const TEXTS = join(import.meta.dirname, 'licences');
const RULE = '-'.repeat(80);

/** What the page and the installers call the file. */
export const NOTICES = 'notices.txt';

/**
 * Writes beside the page whose work the app contains, with the text of each licence: the packages that are installed with it, and
 * those whose modules the bundler put into the page.
 *
 * @param {string} root the folder of the repository
 * @returns {import('vite').Plugin}
 */
export function notices(root) {
  return {
    name: 'notices',
    applyToEnvironment: ({ name }) => name === 'client',
    generateBundle(_options, bundle) {
      const modules = Object.values(bundle).flatMap((part) => {
        if (part.type !== 'chunk') return [];
        return Object.entries(part.modules).flatMap(([id, { renderedLength }]) =>
          renderedLength > 0 ? [id] : [],
        );
      });
      const source = noticesText(root, withPackagesOf(root, modules));
      this.emitFile({ type: 'asset', fileName: NOTICES, source });
    },
  };
}

/**
 * All packages inside: those installed with the app, and those of bundled modules.
 *
 * @param {string} root
 * @param {string[]} modules paths of what was bundled
 * @returns {Package[]}
 */
export function withPackagesOf(root, modules) {
  const all = new Map(runtimePackages(root).map((each) => [each.folder, each]));
  for (const module of modules) {
    const folder = packageFolder(module);
    if (folder === null || all.has(folder)) continue;
    const { name, version } = JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
    all.set(folder, { name, version, folder });
  }
  return [...all.values()].sort(byName);
}

/**
 * The page of notices. Throws when a package says nothing about its licence: it must not be passed on then.
 *
 * @param {string} root
 * @param {Package[]} packages
 * @returns {string}
 */
export function noticesText(root, packages) {
  /** @type {Map<string, string[]>} text of the licence, and whose it is */
  const groups = new Map();
  for (const { name, version, folder } of packages) {
    const { title, text } = licenceOf(root, folder);
    const key = `${text}\n`;
    groups.set(key, [...(groups.get(key) ?? []), `${name} ${version} (${title})`]);
  }
  // A package under the lesser licence names it only; its text builds on that of the general one.
  const isLesser = packages.some(({ folder }) => /\bLGPL-3/.test(manifestOf(root, folder).license ?? ''));
  const lesser = isLesser
    ? ['LGPL-3.0.txt', 'GPL-3.0.txt'].map((name) => readFileSync(join(TEXTS, name), 'utf8'))
    : [];
  const parts = [...groups].map(([text, names]) => `${RULE}\n${names.join('\n')}\n${RULE}\n\n${text}`);
  const list = packages.map(({ name, version }) => `  ${name} ${version}`).join('\n');
  return `Blindfold contains the work of others. Their names, and then the terms of each:\n\n${list}\n\nThe installed app also contains Electron and Chromium. Their terms lie beside the program, in LICENSE.electron.txt and\nLICENSES.chromium.html.\n\n${[...parts, ...lesser.map((text) => `${RULE}\n\n${text}`)].join('\n')}`;
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {any}
 */
function manifestOf(root, folder) {
  return JSON.parse(readFileSync(join(root, folder, 'package.json'), 'utf8'));
}

/**
 * @param {string} root
 * @param {string} folder
 * @returns {{ title: string, text: string }}
 */
function licenceOf(root, folder) {
  const manifest = manifestOf(root, folder);
  const title = typeof manifest.license === 'string' ? manifest.license : manifest.license?.type;
  if (!title) throw new Error(`${folder} names no licence.`);
  const names = readdirSync(join(root, folder)).sort();
  const files = names.filter((name) => LICENCE_FILE.test(name) && !/\.(c|m)?[jt]s$/.test(name));
  const texts = files.map((name) => readFileSync(join(root, folder, name), 'utf8').trim());
  // A binary package lists the libraries in it, and their terms, on its first page.
  const readme = names.find((name) => /^readme(\.md)?$/i.test(name));
  const licensing = readme
    ? /^## Licen[cs]ing\n+([\s\S]+?)(?=\n## |$(?![\s\S]))/im.exec(
        readFileSync(join(root, folder, readme), 'utf8'),
      )
    : null;
  if (licensing?.[1]) texts.push(licensing[1].trim());
  if (texts.length === 0) texts.push(withoutText(manifest, title));
  return { title, text: texts.join('\n\n').replaceAll('\r\n', '\n') };
}

/**
 * For a package that names its licence and brings no text of it.
 *
 * @param {{ author?: string | { name?: string }, homepage?: string, repository?: string | { url?: string } }} manifest
 * @param {string} title
 */
function withoutText(manifest, title) {
  const author = typeof manifest.author === 'string' ? manifest.author : manifest.author?.name;
  const repository = typeof manifest.repository === 'string' ? manifest.repository : manifest.repository?.url;
  const from = manifest.homepage ?? repository;
  const by = author ? ` Copyright ${author}.` : '';
  return `Under the terms of the licence "${title}", of which the package brings no text of its own.${by}${from ? `\nFrom: ${from}` : ''}`;
}
