import type { Updates } from '../../core/contract/updatesView';
import { clockWords, dayWords } from '../ui/timeWords';

/** How things stand with newer versions, in one sentence. */
export function stateWords(view: Updates): string {
  const { state, next, asked_at, at_quit } = view;
  switch (state) {
    case 'checking':
      return 'Asking for the newest version.';
    case 'newest':
      return `This is the newest version. ${askedWords(asked_at)}`;
    case 'available':
      return `Version ${next} is there.`;
    case 'downloading':
      return `Version ${next} is being downloaded.`;
    case 'ready':
      return at_quit
        ? `Version ${next} is ready. It is put in when Blindfold is closed, or now with a restart. Unsaved work is asked about first.`
        : `Version ${next} is ready. A restart puts it in; the system asks for a password then. Unsaved work is asked about first.`;
    default:
      return askedWords(asked_at);
  }
}

function askedWords(askedAt: string | null): string {
  return askedAt === null
    ? 'Not asked yet.'
    : `Asked last on ${dayWords(askedAt)}, at ${clockWords(askedAt)}.`;
}
