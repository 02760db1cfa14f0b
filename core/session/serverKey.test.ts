import { describe, expect, it } from 'vitest';
import { serverKey } from './serverKey';
import { blankSetup } from './setup';
import { setupFaults } from './setupFaults';

describe('serverKey', () => {
  it('is the same for all ways to write an address', () => {
    const ways = ['gpu-box', 'GPU-box:8188', 'http://gpu-box:8188', ' http://gpu-box:8188/ '];
    expect(new Set(ways.map(serverKey)).size).toBe(1);
    expect(serverKey('https://gpu.example:443/comfy')).toBe(serverKey('https://gpu.example/comfy/'));
    expect(serverKey('http://gpu-box:80')).toBe(serverKey('http://gpu-box'));
  });

  it('is another for another port, scheme or path', () => {
    const places = [
      'gpu-box',
      'http://gpu-box',
      'https://gpu-box',
      'gpu-box:8189',
      'gpu-box/comfy',
      'gpu-box:80443',
      'demo',
    ];
    expect(new Set(places.map(serverKey)).size).toBe(places.length);
  });
});

describe('the servers of a set-up', () => {
  const faultsOf = (...servers: string[]) =>
    setupFaults(blankSetup(servers)).filter(({ field }) => field.startsWith('setup.servers'));

  it('are different places with an address each', () => {
    expect(faultsOf()).toEqual([]);
    expect(faultsOf('127.0.0.1:8188', 'https://gpu.example.org')).toEqual([]);
    expect(faultsOf('127.0.0.1:8188', 'http://127.0.0.1:8188/', '')).toEqual([
      { field: 'setup.servers[2]', message: 'This server has no address. Type one, or remove it.' },
      { field: 'setup.servers[1]', message: 'The same as server 1. Change it or remove it.' },
    ]);
  });
});
