import tls from 'node:tls';

let isDone = false;

/**
 * Lets connections of this program trust what the system trusts, besides what Node brings along and `NODE_EXTRA_CA_CERTS` names:
 * that is where an authority of one's own is installed. Reading them takes a moment, so it is done once, before the first https.
 */
export function trustSystemCertificates(): void {
  // Older Node lacks the two functions; it trusts what it brings along.
  if (isDone || typeof tls.setDefaultCACertificates !== 'function') return;
  isDone = true;
  try {
    const known = tls.getCACertificates('default');
    const more = tls.getCACertificates('system');
    if (more.length > 0) tls.setDefaultCACertificates([...new Set([...known, ...more])]);
  } catch {
    // A store that cannot be read, or holds something odd, leaves what Node brings along; a refusal then says what is missing.
  }
}
