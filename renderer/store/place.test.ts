import { describe, expect, it } from 'vitest';
import { placeText, readPlace } from './place';

const ID = '20260412_214507';

const NOWHERE = { id: null, tab: undefined, settings: undefined, comparison: undefined, help: undefined };

describe('the place in the address', () => {
  it('is read as it was written', () => {
    for (const place of [
      { id: ID, tab: 'report', settings: null, comparison: null, help: null },
      { id: ID, tab: 'generate', settings: 'storage', comparison: null, help: null },
      {
        id: ID,
        tab: 'report',
        settings: 'storage',
        comparison: [ID, '20260413_090000'],
        help: { page: 'guide' },
      },
    ] as const) {
      expect(readPlace(placeText(place))).toEqual({
        ...place,
        settings: place.settings ?? undefined,
        help: place.help?.page,
        comparison: place.comparison ?? undefined,
      });
    }
    expect(placeText({ id: null, tab: 'setup', settings: null, comparison: null, help: null })).toBe('');
    expect(placeText({ id: null, tab: 'setup', settings: 'log', comparison: null, help: null })).toBe(
      '#settings/log',
    );
    expect(readPlace('#settings/log')).toMatchObject({ id: null, tab: undefined, settings: 'log' });
  });

  it('leaves out what cannot be read', () => {
    expect(readPlace('')).toEqual(NOWHERE);
    expect(readPlace('#../x/setup')).toEqual(NOWHERE);
    expect(readPlace(`#${ID}/nowhere`)).toEqual({ ...NOWHERE, id: ID });
    expect(readPlace(`#${ID}/report/compare/${ID}+../x`).comparison).toBeUndefined();
    expect(readPlace('#settings/nowhere').settings).toBe('servers');
  });
});
