import { Readable } from 'node:stream';
import { ZipFile } from 'yazl';

/** One file on its way into an archive. */
export interface ZipItem {
  /** With forward slashes, from the top of the archive. */
  readonly path: string;
  /** Time of its last change, in milliseconds since 1970. */
  readonly mtimeMs: number;
  /** Pictures are packed already: they go in as they are. */
  readonly isPacked: boolean;
  bytes(): AsyncIterable<Uint8Array>;
}

/**
 * The bytes of a zip, piece by piece, made while they are taken: one file after the other, so that no more than a piece is in
 * memory. Throws what an item's bytes throw, and the signal's reason once it is aborted.
 */
export async function* zipPieces(
  items: AsyncIterable<ZipItem>,
  signal?: AbortSignal,
): AsyncGenerator<Uint8Array> {
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  let current: Readable | null = null;
  // A file that waits for its turn would wait for ever once nobody takes the archive any more.
  const gone = new Promise<never>((_, reject) => {
    out.once('close', () => reject(new Error('The archive was left before its end.')));
  });
  gone.catch(() => undefined);

  function add(item: ZipItem): Promise<void> {
    return new Promise((resolve, reject) => {
      const options = { mtime: new Date(item.mtimeMs), mode: 0o100644, compress: !item.isPacked };
      zip.addReadStreamLazy(item.path, options, (take) => {
        const stream = Readable.from(item.bytes(), { objectMode: false });
        current = stream;
        stream.once('end', resolve);
        stream.once('error', reject);
        stream.once('close', () => reject(new Error('A file was left before its end.')));
        take(null, stream);
      });
    });
  }

  async function feed(): Promise<void> {
    for await (const item of items) {
      signal?.throwIfAborted();
      await Promise.race([add(item), gone]);
    }
    zip.end();
  }

  zip.on('error', (error: Error) => out.destroy(error));
  const fed = feed().catch((error: unknown) => {
    out.destroy(error instanceof Error ? error : new Error(String(error)));
  });
  try {
    for await (const piece of out) {
      signal?.throwIfAborted();
      yield piece as Uint8Array;
    }
  } finally {
    out.destroy();
    (current as Readable | null)?.destroy();
    await fed;
  }
}
