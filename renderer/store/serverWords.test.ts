import { describe, expect, it } from 'vitest';
import { deviceWords } from './serverWords';

describe('deviceWords', () => {
  it('leaves what tells one device from another', () => {
    expect(deviceWords('cuda:0 NVIDIA GeForce RTX 4090 : cudaMallocAsync')).toBe('RTX 4090');
    expect(deviceWords('cuda:1 NVIDIA A100-SXM4-80GB : native')).toBe('A100-SXM4-80GB');
    expect(deviceWords('AMD Radeon RX 7900 XTX')).toBe('AMD Radeon RX 7900 XTX');
    expect(deviceWords('cpu')).toBe('cpu');
    expect(deviceWords('NVIDIA ')).toBe('NVIDIA ');
  });
});
