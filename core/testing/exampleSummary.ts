import type { SessionSummary } from '../contract/sessionView';
import { parseSessionId, sessionLabel } from '../session/identity';

/** A session's line of the list for tests: a saved draft, but for what is given. */
export function exampleSummary(id: string, changes: Partial<SessionSummary> = {}): SessionSummary {
  const at = '2024-01-15T14:30:22.000Z';
  return {
    session_id: id,
    label: sessionLabel(parseSessionId(id), 'snowfox_v3.safetensors', new Date(at)),
    state: 'ok',
    status: 'pending',
    step: 1,
    lora_filename: 'snowfox_v3.safetensors',
    first_prompt: 'a fox in the snow',
    created_at: at,
    saved_at: at,
    timestamp: Date.parse(at) / 1000,
    images_done: 0,
    images_total: 6,
    images_missing: 0,
    pairs_total: 4,
    votes_done: 0,
    votes_total: 8,
    notes: '',
    pinned: false,
    unsaved_changes: 0,
    recovered_from_disk: false,
    sample: false,
    is_pack: false,
    last_event_at: at,
    thumbnail: null,
    ...changes,
  };
}
