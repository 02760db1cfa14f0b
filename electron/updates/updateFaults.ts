/** What went wrong with a newer version, for the person. */
export interface UpdateFault {
  readonly sentence: string;
  /** Nobody was reached, so that nobody was asked. */
  readonly isOffline: boolean;
}

/** What Chromium, Node and the operating system say where there is no way to the other side. */
const OFFLINE =
  /ERR_(INTERNET_DISCONNECTED|NAME_NOT_RESOLVED|NETWORK_\w+|ADDRESS_UNREACHABLE|PROXY_CONNECTION_FAILED|CONNECTION_\w+|TIMED_OUT)|ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ENETUNREACH|EHOSTUNREACH|ETIMEDOUT/;

const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [/ENOSPC/, 'The disk is full. Make room, then try again.'],
  [/EACCES|EPERM|EROFS/, 'The folder for downloads cannot be written. Install the newer version by hand.'],
  [
    /checksum mismatch|ERR_CHECKSUM_MISMATCH/i,
    'What was downloaded is not what was published, so it was thrown away. Try again later.',
  ],
  [
    /signature|not signed/i,
    'What was downloaded is not signed as this copy is, so it was not put in. Install the newer version by hand.',
  ],
  [
    /ERR_CERT_|CERT_|self.signed/i,
    'The server could not prove who it is. Look at the network and the clock.',
  ],
  [
    /NO_PUBLISHED_VERSIONS|LATEST_VERSION_NOT_FOUND|CHANNEL_FILE_NOT_FOUND|No published versions|status(Code)? ?:?404|HTTP_ERROR_404/,
    'No published version was found for this system. Try again later.',
  ],
  [
    /HTTP_ERROR_(429|403|5\d\d)|status (429|403|5\d\d)/,
    'The server for newer versions does not answer as it should. Try again later.',
  ],
];

/** In: whatever a look or a download rejected with. Out: one sentence; what exactly was said belongs into the log. */
export function updateFault(error: unknown, task: 'look' | 'download'): UpdateFault {
  const said = wordsOf(error);
  if (OFFLINE.test(said)) {
    return {
      sentence: 'The server for newer versions cannot be reached. Look at the network, then try again.',
      isOffline: true,
    };
  }
  for (const [sign, sentence] of SENTENCES) if (sign.test(said)) return { sentence, isOffline: false };
  return {
    sentence:
      task === 'look'
        ? 'The answer of the server for newer versions was not understood. The log says more.'
        : 'The newer version could not be downloaded. The log says more.',
    isOffline: false,
  };
}

function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const { code } = error as NodeJS.ErrnoException;
  return `${code ?? ''} ${error.message}`;
}
