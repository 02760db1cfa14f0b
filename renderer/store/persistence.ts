import type { AppInfo } from '../../core/contract/appView';
import { call } from './backend';
import { askAboutApp } from './connection';
import { tell, tellFailure } from './notices';

/** What a window says of sessions that lie in a scratch folder. */
export interface UnkeptWords {
  readonly title: string;
  readonly text: string;
  /** What the button does; null = there is nothing more to do. */
  readonly action: string | null;
}

/** Null while sessions are kept as usual, and before that is known. */
export function unkeptWords(info: AppInfo | null): UnkeptWords | null {
  if (info === null || info.persistence_enabled) return null;
  if (info.kept_in !== null) {
    return {
      title: 'The sessions of this run are kept.',
      text: `They lie in ${info.kept_in}. What you do until the end is added there at exit.`,
      action: null,
    };
  }
  return {
    title: 'Nothing is kept. The sessions of this run are gone at exit.',
    text: 'SESSION_PERSISTENCE_ENABLED is false, so they lie in a scratch folder. They can be kept at any time before the end.',
    action: 'Keep the sessions',
  };
}

/** Has the sessions of a scratch folder kept, and tells where they are. A failure is told and changes nothing. */
export async function keepSessions(): Promise<void> {
  try {
    const { sessions, folder } = await call('storage.keep', {});
    tell(keptSentence(sessions, folder), 'done');
    await askAboutApp();
  } catch (error) {
    tellFailure(error);
  }
}

/** How many sessions are kept, and where. */
export function keptSentence(sessions: number, folder: string): string {
  if (sessions === 0) return `There is no session yet. What comes is kept in ${folder} at exit.`;
  return `${sessions === 1 ? '1 session is' : `${sessions} sessions are`} kept in ${folder}.`;
}
