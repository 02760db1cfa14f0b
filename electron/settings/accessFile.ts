import { z } from 'zod';
import { headerNameSchema, headerValueSchema } from '../../core/contract/serverAccess';
import { type PrivateFilePlace, privateFile } from './privateFile';

/** The header that one protected server asks for. */
export interface AccessEntry {
  /** The server's address, in the form of `parseServerAddress`. */
  readonly server: string;
  readonly header_name: string;
  readonly header_value: string;
}

/** Where these headers are kept: a file, memory, or one day the system's store of keys. */
export interface AccessKeep {
  /** Rejects with AppFailure when they cannot be read. */
  read(): Promise<readonly AccessEntry[]>;
  /** Sets a server's header, or takes it away (null). Out: all that are kept then. Rejects with AppFailure; then nothing has changed. */
  change(server: string, header: Omit<AccessEntry, 'server'> | null): Promise<readonly AccessEntry[]>;
}

const entrySchema = z.object({
  server: z.string().min(1),
  header_name: headerNameSchema,
  header_value: headerValueSchema,
});
const fileSchema = z.object({ servers: z.array(entrySchema) });

/** Headers that are kept as long as the program runs. */
export function memoryAccess(): AccessKeep {
  let kept: readonly AccessEntry[] = [];
  return {
    read: async () => kept,
    change: async (server, header) => {
      kept = changed(kept, server, header);
      return kept;
    },
  };
}

/** Headers in a file beside the settings that only its owner may read. */
export function accessFile(place: PrivateFilePlace): AccessKeep {
  const file = privateFile<readonly AccessEntry[]>(place, {
    empty: [],
    parse(value) {
      const read = fileSchema.safeParse(value);
      return read.success ? read.data.servers : null;
    },
    format: (servers) => ({ servers }),
    what: 'the headers of protected servers',
    again: 'give the headers again',
  });
  return {
    read: () => file.read(),
    change: (server, header) => file.change((kept) => changed(kept, server, header)),
  };
}

function changed(
  kept: readonly AccessEntry[],
  server: string,
  header: Omit<AccessEntry, 'server'> | null,
): readonly AccessEntry[] {
  const others = kept.filter((entry) => entry.server !== server);
  return header === null ? others : [...others, { server, ...header }];
}
