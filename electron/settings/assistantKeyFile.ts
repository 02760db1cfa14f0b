import { z } from 'zod';
import { AppFailure } from '../../core/contract/failure';
import { type PrivateFilePlace, privateFile } from './privateFile';

/** The system's store of keys: what it sealed only the same account on the same computer opens. */
export interface Sealer {
  /** Out: plain letters. Rejects when the system cannot. */
  seal(text: string): Promise<string>;
  /** Rejects for what this account on this computer did not seal. */
  open(sealed: string): Promise<string>;
}

/** The key of one model server. */
export interface KeptKey {
  /** The server's address, in the form of `parseModelServer`. */
  readonly server: string;
  /** Null for one that cannot be opened here; it can be replaced or taken away. */
  readonly key: string | null;
}

/** Where the keys of model servers are kept. */
export interface AssistantKeyKeep {
  /** What keeps the next key that is given. Never rejects. */
  place(): Promise<'system' | 'file' | 'memory'>;
  /** Rejects with AppFailure when they cannot be read. */
  read(): Promise<readonly KeptKey[]>;
  /** Sets a server's key, or takes it away (null). Out: all that are kept then. Rejects with AppFailure; then nothing has changed. */
  change(server: string, key: string | null): Promise<readonly KeptKey[]>;
}

/** As it stands in the file: in plain letters, or as the system's store sealed it. */
type Entry =
  | { readonly server: string; readonly key: string }
  | { readonly server: string; readonly sealed: string };

const server = z.string().min(1);
const fileSchema = z.object({
  keys: z.array(
    z.union([
      z.object({ server, key: z.string().regex(/^[\x21-\x7e]+$/) }),
      z.object({ server, sealed: z.string().min(1) }),
    ]),
  ),
});

/** Keys that are kept as long as the program runs. */
export function memoryKeys(): AssistantKeyKeep {
  let kept: readonly KeptKey[] = [];
  return {
    place: async () => 'memory',
    read: async () => kept,
    change: async (to, key) => {
      kept = [...kept.filter((one) => one.server !== to), ...(key === null ? [] : [{ server: to, key }])];
      return kept;
    },
  };
}

/**
 * Keys in a file beside the settings that only its owner may read. In: also the system's store of keys, asked for when it is needed,
 * null where there is none. With one, each key in the file is sealed, those from before it as well as soon as any is written.
 */
export function assistantKeyFile(
  place: PrivateFilePlace,
  askSealer: () => Promise<Sealer | null> = async () => null,
): AssistantKeyKeep {
  const file = privateFile<readonly Entry[]>(place, {
    empty: [],
    parse(value) {
      const read = fileSchema.safeParse(value);
      return read.success ? read.data.keys : null;
    },
    format: (keys) => ({ keys }),
    what: 'the keys of model servers',
    again: 'give the keys again',
  });

  /** The system asks its owner in its own window, perhaps; so it is not troubled where nothing is sealed. */
  async function opened(entry: Entry): Promise<KeptKey> {
    if ('key' in entry) return entry;
    const sealer = await askSealer();
    const key = await sealer?.open(entry.sealed).catch(() => null);
    return { server: entry.server, key: key ?? null };
  }

  /** Those from before there was a store. One that it does not take now is tried again at the next write. */
  async function sealedToo(entry: Entry, sealer: Sealer | null): Promise<Entry> {
    if (sealer === null || !('key' in entry)) return entry;
    const sealed = await sealer.seal(entry.key).catch(() => null);
    return sealed === null ? entry : { server: entry.server, sealed };
  }

  return {
    place: async () => ((await askSealer()) === null ? 'file' : 'system'),
    read: async () => Promise.all((await file.read()).map(opened)),
    async change(to, key) {
      // Before the file is locked: the system may ask its owner first.
      const sealer = await askSealer();
      const own = key === null ? [] : [await entryOf(to, key, sealer)];
      const entries = await file.change(async (kept) => {
        const others = kept.filter((entry) => entry.server !== to);
        return [...(await Promise.all(others.map((entry) => sealedToo(entry, sealer)))), ...own];
      });
      return Promise.all(entries.map(opened));
    },
  };
}

/** Throws AppFailure where the store does not take it: a key that its owner believes sealed must not lie there open. */
async function entryOf(server: string, key: string, sealer: Sealer | null): Promise<Entry> {
  if (sealer === null) return { server, key };
  try {
    return { server, sealed: await sealer.seal(key) };
  } catch (error) {
    throw new AppFailure(
      'not_possible',
      "The system's key store did not take the key. Unlock it, then give the key again.",
      { cause: error },
    );
  }
}
