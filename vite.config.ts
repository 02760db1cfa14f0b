import { readdirSync } from 'node:fs';
import { builtinModules } from 'node:module';
import { basename, resolve } from 'node:path';
import react from '@vitejs/plugin-react';
import { defineConfig, type EnvironmentOptions, type Plugin } from 'vite';
import manifest from './package.json' with { type: 'json' };
import { notices } from './scripts/packing/notices.mjs';

const root = import.meta.dirname;

/** Node's own modules, Electron and what npm installs beside the program stay imports; all else is bundled. */
const external = [
  'electron',
  /^electron\//,
  /^node:/,
  ...builtinModules,
  ...Object.keys(manifest.dependencies).map((name) => new RegExp(`^${name}(/|$)`)),
];

/** Worker threads are entries of their own, built beside the program that starts them as `<name>.worker.js`. */
const workers = Object.fromEntries(
  readdirSync(resolve(root, 'electron'), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.worker.ts'))
    .map((file) => [basename(file, '.ts'), resolve(root, 'electron', file)]),
);

/** A program that runs in Node: the desktop app's main process, or the browser host and its neighbours. */
function nodeProgram(outDir: string, entries: Record<string, string>): EnvironmentOptions {
  return {
    consumer: 'server',
    build: {
      outDir: resolve(root, 'dist', outDir),
      emptyOutDir: true,
      copyPublicDir: false,
      target: 'node22',
      minify: false,
      sourcemap: true,
      rolldownOptions: {
        platform: 'node',
        external,
        input: { ...entries, ...workers },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  };
}

/**
 * Later parts of the page are fetched while nobody waits. Chromium compiles all of one then, beside the page, where its file begins
 * with these words, and not function by function when it is shown.
 */
const laterParts: Plugin = {
  name: 'later-parts',
  applyToEnvironment: ({ name }) => name === 'client',
  generateBundle: {
    // Vite puts lines of its own before everything else.
    order: 'post',
    handler(_options, bundle) {
      for (const part of Object.values(bundle))
        if (part.type === 'chunk' && !part.isEntry) part.code = `//# allFunctionsCalledOnLoad\n${part.code}`;
    },
  },
};

export default defineConfig({
  root: resolve(root, 'renderer'),
  base: './',
  plugins: [react(), notices(root), laterParts],
  // Every `vite build` makes all bundles: a host and a page of different ages never meet.
  builder: {},
  environments: {
    client: {
      build: {
        outDir: resolve(root, 'dist/client'),
        emptyOutDir: true,
        target: 'chrome140',
        // No data: addresses, so that the content security policy stays short.
        assetsInlineLimit: 0,
        modulePreload: { polyfill: false },
        // What the first screen needs is one file. What it shares with later screens would be many small ones otherwise, and a
        // browser asks for six at a time: that took longer than running them all.
        rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
        // All of it comes from this machine.
        chunkSizeWarningLimit: 2000,
      },
    },
    main: nodeProgram('main', { index: resolve(root, 'electron/main.ts') }),
    preload: {
      consumer: 'server',
      resolve: { noExternal: true },
      build: {
        outDir: resolve(root, 'dist/preload'),
        emptyOutDir: true,
        copyPublicDir: false,
        target: 'chrome140',
        minify: false,
        rolldownOptions: {
          platform: 'node',
          external: ['electron'],
          input: { index: resolve(root, 'electron/preload.ts') },
          // A sandboxed preload is one CommonJS file.
          output: { format: 'cjs', entryFileNames: 'index.cjs', codeSplitting: false },
        },
      },
    },
    server: nodeProgram('server', {
      serve: resolve(root, 'electron/serve.ts'),
      demo: resolve(root, 'electron/demo/command.ts'),
    }),
  },
});
