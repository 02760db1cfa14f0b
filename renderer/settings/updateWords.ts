import type { Updates } from '../../core/contract/updatesView';
import { clockWords, dayWords } from '../ui/timeWords';

/** How things stand with newer versions, in one sentence. */
export function stateWords(view: Updates): string {
  const { state, next, asked_at, at_quit } = view;
  switch (state) {
    case 'checking':
      return 'Looking for a newer version.';
    case 'newest':
      return `This is the newest version. ${lookedWords(asked_at)}`;
    case 'available':
      return `Version ${next} is there.`;
    case 'downloading':
      return `Version ${next} is being downloaded.`;
    case 'ready':
      return at_quit
        ? `Version ${next} is ready. It is put in when Blindfold is closed, or now with a restart. Unsaved work is asked about first.`
        : `Version ${next} is ready. A restart puts it in; the system asks for a password then. Unsaved work is asked about first.`;
    default:
      return lookedWords(asked_at);
  }
}

function lookedWords(askedAt: string | null): string {
  return askedAt === null
    ? 'Not looked for yet.'
    : `Looked for on ${dayWords(askedAt)}, at ${clockWords(askedAt)}.`;
}
