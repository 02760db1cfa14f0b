import { cleanup } from '@testing-library/react';
import { afterEach } from 'vitest';

// Vitest runs without globals, so the library cannot clean up by itself.
afterEach(cleanup);
