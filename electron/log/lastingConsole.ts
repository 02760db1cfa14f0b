/** The streams that a program speaks on. */
interface Console {
  readonly stdout: NodeJS.WriteStream;
  readonly stderr: NodeJS.WriteStream;
}

/**
 * Lets a program go on when nobody takes what it says: a full disk behind its console, or a pipe whose reader is gone. The app's
 * log says the same, and the disk's state is told to whoever asks for a change.
 */
export function outliveConsole({ stdout, stderr }: Console): void {
  for (const stream of [stdout, stderr]) stream.on('error', () => undefined);
}
