import { formatWeight } from '../plan/weights';
import { fileWords } from '../report/figureText';
import type { ComparedSession } from './comparison';

/** How a session is named in the sentences of a comparison, by its place. */
export type SessionNames = (session: number) => string;

/**
 * Names of sessions: by the candidate that stands for each, as `snowfox-000008 at 0.8`; with the session's id where two would
 * read alike, and by the id alone where nothing was judged.
 */
export function sessionNames(sessions: readonly ComparedSession[]): SessionNames {
  const nameOf = fileWords(sessions.flatMap(({ stands }) => (stands === null ? [] : [stands])));
  const short = sessions.map(({ stands }) =>
    stands === null ? null : `${nameOf(stands.lora_filename)} at ${formatWeight(stands.weight)}`,
  );
  return (session) => {
    const id = sessions[session]?.session_id ?? '';
    const name = short[session] ?? null;
    if (name === null) return id;
    return short.indexOf(name) === short.lastIndexOf(name) ? name : `${name} (${id})`;
  };
}
