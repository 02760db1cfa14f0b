import { describe, expect, it } from 'vitest';
import type { SessionSummary } from '../../core/contract/sessionView';
import { pageTitle, splitFileName, standingOf, tellingName, unsavedWords } from './sessionWords';

const summary = (more: Partial<SessionSummary>): SessionSummary => ({
  session_id: '20260412_214507',
  label: '20260412_214507 - fox.safetensors (04/12 21:45)',
  state: 'ok',
  status: 'pending',
  step: 1,
  lora_filename: 'styles/fox.safetensors',
  first_prompt: 'a red fox in the snow',
  created_at: '2026-04-12T21:45:07Z',
  saved_at: null,
  timestamp: null,
  images_done: 0,
  images_total: 0,
  images_missing: 0,
  pairs_total: 0,
  votes_done: 0,
  votes_total: 0,
  notes: 'Epoch 12',
  pinned: false,
  unsaved_changes: 0,
  recovered_from_disk: false,
  sample: false,
  is_pack: false,
  last_event_at: '2024-01-15T14:30:22+00:00',
  thumbnail: null,
  ...more,
});

describe('how a session stands', () => {
  it('is said with counts and a share', () => {
    expect(
      standingOf(summary({ status: 'running', step: 2, images_done: 31, images_total: 62 })),
    ).toMatchObject({
      ring: 'making',
      share: 0.5,
      words: 'Making images, 31 of 62',
    });
    expect(standingOf(summary({ step: 4, votes_done: 1 })).words).toBe('Completed, 1 vote');
    expect(standingOf(summary({ step: 3, votes_total: 120, recovered_from_disk: true })).words).toBe(
      'Recovered, voting 0 of 120',
    );
    // Rebuilt from what was there is one thing, not saved is another.
    expect(standingOf(summary({ step: 3, votes_total: 16, unsaved_changes: 4 }), true).words).toBe(
      '4 changes to keep or discard',
    );
    expect(standingOf(summary({ state: 'damaged', images_done: 41 }))).toMatchObject({
      ring: 'damaged',
      isFault: true,
    });
  });

  it('stands in the page title while something goes on', () => {
    expect(pageTitle(null)).toBe('Blindfold');
    expect(pageTitle(summary({ status: 'running', images_done: 3, images_total: 9 }))).toBe(
      '3/9 made, fox - Blindfold',
    );
  });

  it('shows file names without folders', () => {
    expect(splitFileName('a\\b/fox.v3.safetensors')).toEqual({ name: 'fox.v3', ending: '.safetensors' });
    expect(splitFileName('plain')).toEqual({ name: 'plain', ending: '' });
  });
});

describe('the name in a message', () => {
  it('tells sessions of one LoRA apart', () => {
    expect(tellingName(summary({}))).toBe('fox, 20260412_214507');
    expect(tellingName(summary({ lora_filename: null }))).toBe('20260412_214507');
  });
});

describe('what is not saved', () => {
  it('is counted after the images, and not before them, where one prompt makes several changes', () => {
    expect(unsavedWords({ setup_locked: false }, 4)).toEqual({
      words: 'Changes of the set-up',
      isOne: false,
    });
    expect(unsavedWords({ setup_locked: true }, 14)).toEqual({
      words: '14 changes (votes and edits)',
      isOne: false,
    });
    expect(unsavedWords({ setup_locked: true }, 1).isOne).toBe(true);
  });
});
