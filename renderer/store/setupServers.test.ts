import { describe, expect, it } from 'vitest';
import { furtherServers, withServer } from './setupServers';

const USUAL = '127.0.0.1:8188';

describe('withServer', () => {
  it('changes one row', () => {
    expect(withServer([], 0, 'gpu-box', USUAL)).toEqual(['gpu-box']);
    expect(withServer([USUAL, 'a'], 1, 'b', USUAL)).toEqual([USUAL, 'b']);
  });

  it('means the usual server where the first row is emptied', () => {
    expect(withServer(['gpu-box'], 0, '', USUAL)).toEqual([]);
    expect(withServer(['gpu-box', 'a'], 0, '', USUAL)).toEqual([USUAL, 'a']);
  });
});

describe('furtherServers', () => {
  it('leaves out rows that are empty or the same place as one before', () => {
    const rows = [USUAL, 'gpu-box', '', 'http://gpu-box:8188', 'http://127.0.0.1:8188/', 'demo'];
    expect(furtherServers(rows)).toEqual(['gpu-box', 'demo']);
    expect(furtherServers([])).toEqual([]);
  });
});
