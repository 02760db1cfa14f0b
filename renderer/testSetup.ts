import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

// Vitest runs without globals, so the library cannot clean up by itself.
afterEach(cleanup);

// A simulated page lays nothing out, so nothing in it ever changes its size.
globalThis.ResizeObserver ??= class {
  observe(): void {}
  disconnect(): void {}
  unobserve(): void {}
};
