import type { OpenSession } from '../sessions/openSession';
import type { PictureFindings } from './checkPictures';

/**
 * What a check of a session found, in sentences. In: the session as it was read, what its pictures are, and what was mended in
 * reading. Out: empty when all is well. No picture is named: its name would tell what it shows.
 */
export function checkFindings(
  { state }: Pick<OpenSession, 'state'>,
  { torn, changed, adopted, strangers }: PictureFindings,
  repairs: readonly string[],
): string[] {
  const findings = [...repairs];
  const isMakeable = state.started?.as_found === false;
  const again = isMakeable
    ? 'Resume makes what is missing.'
    : 'Put it back from a copy; it cannot be made here.';
  const gone = state.missing.size;
  if (gone > 0) findings.push(`${images(gone)} gone from the output folder or torn. ${again}`);
  if (torn.length > 0) findings.push(`${images(torn.length)} damaged inside. ${again}`);
  if (changed > 0) {
    findings.push(
      `${images(changed)} whole, but not the one that was made: somebody changed it since. Votes on it may be about another image.`,
    );
  }
  if (adopted.length > 0)
    findings.push(
      `${images(adopted.length)} there without being noted, and ${adopted.length === 1 ? 'was' : 'were'} taken over.`,
    );
  if (strangers > 0) {
    findings.push(
      `${images(strangers)} in the output folder, though nothing was started. A start takes over those that fit its plan.`,
    );
  }
  return findings;
}

/** What the session's log says of a check. In: what it found. */
export function checkWords(findings: readonly string[], { whole }: Pick<PictureFindings, 'whole'>): string {
  if (findings.length > 0) return `Checked: ${findings.join(' ')}`;
  const read = 'The saved state and the journal can be read';
  return whole === 0
    ? `Checked: nothing is wrong. ${read}.`
    : `Checked: nothing is wrong. ${read}, and ${images(whole)} whole.`;
}

function images(count: number): string {
  return count === 1 ? '1 image is' : `${count} images are`;
}
