import { describe, expect, it } from 'vitest';
import { placeText, readPlace } from './place';

const ID = '20260412_214507';

describe('the place in the address', () => {
  it('is read as it was written', () => {
    for (const place of [
      { id: ID, tab: 'report', settings: null },
      { id: ID, tab: 'generate', settings: 'storage' },
    ] as const) {
      expect(readPlace(placeText(place))).toEqual({ ...place, settings: place.settings ?? undefined });
    }
    expect(placeText({ id: null, tab: 'setup', settings: null })).toBe('');
    expect(placeText({ id: null, tab: 'setup', settings: 'log' })).toBe('#settings/log');
    expect(readPlace('#settings/log')).toEqual({ id: null, tab: undefined, settings: 'log' });
  });

  it('leaves out what cannot be read', () => {
    expect(readPlace('')).toEqual({ id: null, tab: undefined, settings: undefined });
    expect(readPlace('#../x/setup')).toEqual({ id: null, tab: undefined, settings: undefined });
    expect(readPlace(`#${ID}/nowhere`)).toEqual({ id: ID, tab: undefined, settings: undefined });
    expect(readPlace('#settings/nowhere').settings).toBe('servers');
  });
});
