import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

/** What the first screen may weigh, compressed, in bytes. */
export const FIRST_SCREEN_BUDGET = 350_000;

/**
 * What a browser loads for the first screen: the page, and the scripts and styles that it names. What a later screen asks for
 * is no part of it.
 *
 * @param {string} folder the built page
 * @returns {{ name: string, bytes: number }[]} each part with its compressed size, the largest first
 */
export function firstScreenParts(folder) {
  const page = readFileSync(join(folder, 'index.html'), 'utf8');
  const names = [...page.matchAll(/(?:src|href)="\.\/([^"]+\.(?:js|css))"/g)].map(([, name = '']) => name);
  return ['index.html', ...new Set(names)]
    .map((name) => ({ name, bytes: gzipSync(readFileSync(join(folder, name))).length }))
    .sort((a, b) => b.bytes - a.bytes);
}

/**
 * @param {readonly { bytes: number }[]} parts
 * @returns {number} bytes
 */
export function sizeOf(parts) {
  return parts.reduce((sum, { bytes }) => sum + bytes, 0);
}

/** How many parts a sentence names. */
const NAMED = 3;

/**
 * Says what the first screen weighs, and what of it weighs most where that is too much.
 *
 * @param {readonly { name: string, bytes: number }[]} parts the largest first
 * @param {number} [budget] in bytes
 * @returns {{ isGood: boolean, sentence: string }}
 */
export function judgeFirstScreen(parts, budget = FIRST_SCREEN_BUDGET) {
  const size = sizeOf(parts);
  const isGood = size <= budget;
  const words = `The first screen is ${kilobytes(size)} compressed; it may be ${kilobytes(budget)}.`;
  if (isGood) return { isGood, sentence: words };
  const largest = parts.slice(0, NAMED).map(({ name, bytes }) => `${name} (${kilobytes(bytes)})`);
  return {
    isGood,
    sentence: `${words} Its largest parts are ${largest.join(', ')}. Let a part that the first screen does not need come later (renderer/ui/laterPart.tsx).`,
  };
}

/** @param {number} bytes */
function kilobytes(bytes) {
  return `${(bytes / 1000).toFixed(1)} kB`;
}
