import { describe, expect, it } from 'vitest';
import { nodeBeside } from './graphSteps';

const NODES = [
  { id: 'save', column: 0, top: 40 },
  { id: 'sampler', column: 1, top: 40 },
  { id: 'text', column: 2, top: 10 },
  { id: 'size', column: 2, top: 70 },
  { id: 'model', column: 4, top: 60 },
];

describe('the arrow keys in the graph', () => {
  it('begin at the left', () => {
    expect(nodeBeside(NODES, null, 'ArrowRight')).toBe('model');
    expect(nodeBeside(NODES, null, 'a')).toBeNull();
  });

  it('go to the nearest node of the next column, over empty ones', () => {
    expect(nodeBeside(NODES, 'model', 'ArrowRight')).toBe('size');
    expect(nodeBeside(NODES, 'size', 'ArrowLeft')).toBe('model');
    expect(nodeBeside(NODES, 'text', 'ArrowRight')).toBe('sampler');
  });

  it('go up and down within a column and stop at its ends', () => {
    expect(nodeBeside(NODES, 'text', 'ArrowDown')).toBe('size');
    expect(nodeBeside(NODES, 'size', 'ArrowUp')).toBe('text');
    expect(nodeBeside(NODES, 'size', 'ArrowDown')).toBe('size');
    expect(nodeBeside(NODES, 'save', 'ArrowRight')).toBe('save');
  });

  it('go to both ends', () => {
    expect(nodeBeside(NODES, 'text', 'Home')).toBe('model');
    expect(nodeBeside(NODES, 'text', 'End')).toBe('save');
  });

  it('leave other keys alone', () => {
    expect(nodeBeside(NODES, 'text', 'Tab')).toBeNull();
  });
});
