import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { delimiter, join } from 'node:path';
import { nodePath, root } from './place.mjs';

/**
 * Runs a program in the repository's folder, its output streaming to ours. What asks this process to stop is passed
 * on, and this process waits until the program has ended by itself.
 *
 * @param {string} program
 * @param {string[]} args
 * @param {{ env?: Record<string, string | undefined>, input?: 'inherit' | 'ignore', quiet?: boolean, timeoutMs?: number, shell?: boolean }} [options]
 * @returns {Promise<number>} the exit code; 128 + n when signal n ended it, 127 when it could not be started
 */
export function run(program, args, options = {}) {
  return new Promise((resolve) => {
    const output = options.quiet ? 'ignore' : 'inherit';
    const child = spawn(program, args, {
      cwd: root,
      stdio: [options.input ?? 'ignore', output, output],
      env: { ...process.env, PATH: pathWithTools(), ...options.env },
      shell: options.shell ?? false,
    });
    // A key press in a terminal reaches the child too; SIGTERM on top of it does no harm.
    const forward = () => child.kill('SIGTERM');
    const signals = /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP']);
    for (const signal of signals) process.on(signal, forward);
    // The shell between npm and this process passes no signals on: when npm is ended, it is just gone.
    const parent = process.ppid;
    const watch = setInterval(() => {
      if (!process.env.npm_lifecycle_event || process.ppid === parent) return;
      clearInterval(watch);
      forward();
    }, 250);
    const timer = options.timeoutMs ? setTimeout(() => child.kill('SIGKILL'), options.timeoutMs) : undefined;
    const done = (/** @type {number} */ code) => {
      clearTimeout(timer);
      clearInterval(watch);
      for (const signal of signals) process.off(signal, forward);
      resolve(code);
    };
    child.on('error', (error) => {
      if (!options.quiet) console.error(`${program} could not be started: ${error.message}`);
      done(127);
    });
    child.on('exit', (code, signal) => done(code ?? 128 + (signal ? constants.signals[signal] : 0)));
  });
}

/**
 * What Node is given for the browser host. V8's two rooms for objects that were just made have 16 MB each from the start: they would
 * begin so small that a large session being read is copied again and again, and grow to 64 MB each over an evening. Its room for old
 * objects begins with 96 MB: it counts the pictures on their way to the page as well, and would be searched through at every vote.
 */
export const HOST_FLAGS = [
  '--min-semi-space-size=16',
  '--max-semi-space-size=16',
  '--initial-old-space-size=96',
];

/** Where Node keeps what it has compiled of the built programs. A build empties it: the names of its files change with them. */
export const COMPILED = join(root, '.cache/compiled');

/** What the browser host finds around it: a start needs a sixth less of the processor where it finds the code compiled. */
export const HOST_ENV = { NODE_COMPILE_CACHE: process.env.NODE_COMPILE_CACHE ?? COMPILED };

/**
 * Runs one of the built programs with the Node of the repository.
 *
 * @param {string} program
 * @param {string[]} args
 */
export function runHost(program, args) {
  return run(nodePath(), [...HOST_FLAGS, program, ...args], { env: HOST_ENV, input: 'inherit' });
}

/**
 * Runs a script with the Node of the repository.
 *
 * @param {string} script
 * @param {string[]} [args]
 * @param {Parameters<typeof run>[2]} [options]
 */
export function runNode(script, args = [], options = {}) {
  return run(nodePath(), [script, ...args], options);
}

function pathWithTools() {
  return [join(root, 'node_modules/.bin'), process.env.PATH].filter(Boolean).join(delimiter);
}
