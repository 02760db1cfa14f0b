import { describe, expect, it } from 'vitest';
import type { ComfyServer } from '../../core/contract/comfyView';
import { blankSetup, type Setup } from '../../core/session/setup';
import {
  adoptedDraft,
  blankDraft,
  type Draft,
  draftFaults,
  editedDraft,
  keptDraft,
  sendablePatch,
  soundSetup,
} from './draft';

const server: ComfyServer = {
  url: 'http://127.0.0.1:8188',
  state: 'ok',
  version: '0.3',
  devices: [],
  queue: null,
  is_demo: false,
  message: null,
};
const offers = {
  loras: ['snowfox_v3-000012.safetensors', 'owl.safetensors'],
  checkpoints: ['base.safetensors'],
  samplers: [],
  schedulers: [],
};

const full: Partial<Setup> = {
  loras: ['owl.safetensors'],
  prompt_pairs: [{ positive: 'a fox', negative: '' }],
  seeds: [42],
  metrics: ['Quality'],
};
const draftOf = (patch: Partial<Setup>): Draft => editedDraft(blankDraft([]), { ...full, ...patch });
const fieldsOf = (draft: Draft) => draftFaults(draft, server, offers).map(({ field }) => field);

describe('a draft of a set-up', () => {
  it('keeps what is being edited when the backend tells its own state', () => {
    const draft = editedDraft(blankDraft([]), { seeds: [1, 2] });
    const adopted = adoptedDraft(draft, { ...blankSetup(), seeds: [9], metrics: ['Style'] });
    expect(adopted.setup.seeds).toEqual([1, 2]);
    expect(adopted.setup.metrics).toEqual(['Style']);
  });

  it('is clean only of what was kept as it still stands', () => {
    const first = editedDraft(blankDraft([]), { seeds: [1], metrics: ['Style'] });
    const sent = sendablePatch(first);
    const edited = editedDraft(first, { seeds: [1, 2] });
    expect([...keptDraft(edited, sent).dirty]).toEqual(['seeds']);
  });

  it('holds back what could not be stored, and sends the rest', () => {
    const draft = draftOf({ weight_range: [0.4, 1, 0], seeds: [2n ** 64n] });
    expect(Object.keys(sendablePatch(draft)).sort()).toEqual(['loras', 'metrics', 'prompt_pairs']);
    expect(soundSetup(draft.setup).weight_range).toEqual([0.4, 1, 0.2]);
  });

  it('holds back what the backend refused until it is edited', () => {
    const draft = { ...draftOf({}), refused: [{ field: 'setup.loras[0]', message: 'No.' }] };
    expect(sendablePatch(draft)).not.toHaveProperty('loras');
    const edited = editedDraft(draft, { loras: ['snowfox_v3-000012.safetensors'] });
    expect(edited.refused).toEqual([]);
    expect(sendablePatch(edited)).toHaveProperty('loras');
  });
});

describe('the faults of a draft', () => {
  it('are none when it can be started', () => {
    expect(fieldsOf(draftOf({}))).toEqual([]);
  });

  it('stand in the order of the screen, one for a place', () => {
    const draft = draftOf({
      loras: ['owl.safetensors', 'owl.safetensors'],
      weight_range: [0.4, 1, 0],
      seeds: [1, 2, 2n ** 64n],
      prompt_pairs: [
        { positive: 'a fox', negative: '' },
        { positive: 'a fox', negative: '' },
      ],
    });
    expect(fieldsOf(draft)).toEqual([
      'setup.loras[1]',
      'setup.weight_range',
      'setup.prompt_pairs[1].positive',
      'setup.seeds[2]',
    ]);
  });

  it('tell what is missing from what is wrong', () => {
    const faults = draftFaults(editedDraft(blankDraft([]), { metrics: [] }), server, offers);
    expect(faults.map(({ field, isMissing }) => [field, isMissing])).toEqual([
      ['setup.loras', true],
      ['setup.prompt_pairs', true],
      ['setup.metrics', true],
      ['setup.seeds', true],
    ]);
    expect(draftFaults(draftOf({ weights: [0], weight_range: null }), server, offers)).toMatchObject([
      { isMissing: false },
    ]);
  });

  it('name what the server lacks, with what may have been meant', () => {
    const [fault] = draftFaults(draftOf({ loras: ['snowfox_v3-00012.safetensors'] }), server, offers);
    expect(fault).toMatchObject({ field: 'setup.loras[0]', suggestions: ['snowfox_v3-000012.safetensors'] });
    expect(draftFaults(draftOf({ loras: ['unheard of'] }), null, null)).toEqual([]);
  });

  it('hold an unreadable number and a server that does not answer', () => {
    const draft = { ...draftOf({}), unreadable: { 'setup.weight_range.step': 'x' } };
    const faults = draftFaults(
      draft,
      { ...server, state: 'unreachable', message: 'No ComfyUI there.' },
      null,
    );
    expect(faults.map(({ field }) => field)).toEqual(['setup.servers', 'setup.weight_range.step']);
    expect(faults[0]?.message).toBe('No ComfyUI there.');
  });

  it('say what was typed where it is no number, and nothing of the value before', () => {
    const before = draftOf({ weight_range: [0.4, 1, 0.001] });
    expect(draftFaults(before, server, offers)[0]?.message).toContain('more than 100 weights');
    const faults = draftFaults(
      { ...before, unreadable: { 'setup.weight_range.step': 'abc' } },
      server,
      offers,
    );
    expect(faults).toMatchObject([
      { field: 'setup.weight_range.step', message: '“abc” is not a number. Write it like 0.25.' },
    ]);
    const messageOf = (field: string, text: string) =>
      draftFaults({ ...draftOf({}), unreadable: { [field]: text } }, server, offers)[0]?.message;
    expect(messageOf('setup.weight_range.min', ' ')).toBe('Write a number here, like 0.25.');
    expect(messageOf('setup.size[0]', '51.5')).toBe('“51.5” is not a whole number. Write it like 512.');
    expect(messageOf('setup.weights', '0.4, o.6')).toBe(
      '“o.6” is not a number. Write the weights like 0.4, 0.6, 1.',
    );
    expect(messageOf('setup.sampling.cfg', 'x'.repeat(500))).toBe(
      `“${'x'.repeat(24)}…” is not a number. Write it like 0.25.`,
    );
  });

  it('hold a file without a name for missing, also beside another one', () => {
    const faults = draftFaults(draftOf({ loras: ['owl.safetensors', '', ' '] }), server, offers);
    expect(faults.map(({ field, isMissing, message }) => [field, isMissing, message])).toEqual([
      ['setup.loras[1]', true, 'This file has no name. Choose one, or remove it.'],
      ['setup.loras[2]', true, 'This file has no name. Choose one, or remove it.'],
    ]);
    const twice = draftFaults(draftOf({ loras: ['owl.safetensors', '', ''] }), server, offers);
    expect(twice.map(({ message }) => message)).toEqual([
      'This file has no name. Choose one, or remove it.',
      'This file has no name. Choose one, or remove it.',
    ]);
  });
});
