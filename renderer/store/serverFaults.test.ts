import { describe, expect, it } from 'vitest';
import type { ComfyServer } from '../../core/contract/comfyView';
import { blankSetup } from '../../core/session/setup';
import { blankDraft, draftFaults } from './draft';
import type { HeardServer } from './otherServers';

const SERVER: ComfyServer = {
  url: 'http://127.0.0.1:8188',
  state: 'ok',
  version: '0.3.64',
  devices: [],
  queue: null,
  is_demo: false,
  message: null,
};
const OFFERS = {
  loras: ['fox.safetensors'],
  checkpoints: ['sdxl.safetensors'],
  samplers: [],
  schedulers: [],
};
const SILENT: ComfyServer = { ...SERVER, state: 'unreachable', message: 'No ComfyUI at 127.0.0.1:8188.' };

function other(address: string, part: Partial<HeardServer> = {}): HeardServer {
  return { address, server: SERVER, addressFault: null, offers: OFFERS, isLooking: false, ...part };
}

function faultsOf(first: ComfyServer, others: HeardServer[], isFirstWrong = false) {
  const setup = {
    ...blankSetup(['127.0.0.1:8188', ...others.map(({ address }) => address)]),
    loras: ['fox.safetensors'],
    checkpoint: 'sdxl.safetensors',
  };
  const offers = first.state === 'ok' ? OFFERS : null;
  return draftFaults({ ...blankDraft([]), setup }, first, offers, others, isFirstWrong)
    .filter(({ isMissing }) => !isMissing)
    .map(({ field, message }) => `${field}: ${message}`);
}

describe('the faults of several servers', () => {
  it('are none while one of them can be used', () => {
    const out = other('a:1', { server: SILENT, offers: null });
    expect(faultsOf(SERVER, [out])).toEqual([]);
    expect(faultsOf(SILENT, [other('a:1')])).toEqual([]);
    expect(faultsOf(SILENT, [other('a:1', { server: null, offers: null })])).toEqual([]);
  });

  it('are told beside the first when nobody answers, or when its address is none', () => {
    const silent = [`setup.servers: ${SILENT.message}`];
    expect(faultsOf(SILENT, [other('a:1', { server: SILENT, offers: null })])).toEqual(silent);
    expect(faultsOf(SILENT, [other('a:1')], true)).toEqual(silent);
  });

  it('are told beside an address that cannot be used', () => {
    const wrong = other('x y', { server: null, offers: null, addressFault: 'x y is not an address.' });
    expect(faultsOf(SERVER, [other('a:1'), wrong])).toEqual(['setup.servers[2]: x y is not an address.']);
  });

  it('name who lacks a file, beside the file', () => {
    const without = { ...OFFERS, loras: [], checkpoints: [] };
    const lacking = [
      other('http://a:1/', { offers: without }),
      other('b:1'),
      other('c:1', { offers: { ...OFFERS, loras: [] } }),
    ];
    expect(faultsOf(SERVER, lacking)).toEqual([
      'setup.checkpoint: Not on a:1. Copy the file there, or remove the server.',
      'setup.loras[0]: Not on a:1 and c:1. Copy the file there, or remove the server.',
    ]);
  });
});
