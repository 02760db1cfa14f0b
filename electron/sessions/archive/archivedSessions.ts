import { basename, join, resolve } from 'node:path';
import { AppFailure } from '../../../core/contract/failure';
import { isSessionId, parseSessionId, type SessionId } from '../../../core/session/identity';
import { damagedSummary } from '../../../core/session/view';
import type { ArchivedSessions, CatalogRow } from '../../catalog/catalog';
import { errorCode, type FileSystem, fileStamp } from '../fileSystem';
import { onDisk } from '../storageFailure';
import { USUAL } from './archivePlace';
import { MANIFEST, readManifest } from './manifest';
import type { RootMemory } from './rootMemory';
import { openZip, readWhole } from './zipReader';

/** The zips of archived sessions, in every folder that was ever used for them. */
export interface Archives extends ArchivedSessions {
  /** Where the next one goes. */
  folder(): string;
  /** Every folder that zips were ever put in. Throws the system's error. */
  folders(): Promise<string[]>;
  /** Keeps a folder in mind, so that its zips are found when the setting has changed. Throws the system's error. */
  remember(folder: string): Promise<void>;
  /** Whether a folder was used for zips before, so that it is away where it is not there. Throws the system's error. */
  isKnown(folder: string): Promise<boolean>;
  /** Removes what a program left that ended while it wrote a zip. Never throws. */
  tidy(): Promise<void>;
}

export interface ArchivesOptions {
  readonly fs: FileSystem;
  readonly root: string;
  readonly memory: RootMemory;
  /** The folder of the settings; null = the default, `archive` in the sessions folder. */
  chosenFolder(): string | null;
  now(): Date;
  log(level: 'info' | 'warning', message: string): void;
}

/** `20240115_143022.zip`, or with a number where that name was taken. */
const ZIP_NAME = /^(\d{8}_\d{6})(-\d+)?\.zip$/;
const UNFINISHED = /\.zip\.tmp-[0-9a-f]+$/;
/** A zip that nobody has written to for so long is written by nobody. */
const UNFINISHED_MS = 24 * 3600_000;

/** Zips asked about in one go. */
const AT_ONCE = 64;

interface Zip {
  readonly archive: string;
  readonly bytes: number;
  readonly stamp: string;
  readonly mtimeMs: number;
}

export function createArchives({ fs, root, memory, chosenFolder, now, log }: ArchivesOptions): Archives {
  const usual = join(root, USUAL);
  const folder = () => resolve(chosenFolder() ?? usual);

  async function folders(): Promise<string[]> {
    return [...new Set([folder(), usual, ...(await memory.read()).archive_folders])];
  }

  /** The names in a folder; none where it is not there, as with a drive that is not plugged in. */
  async function namesIn(path: string): Promise<string[]> {
    try {
      return await fs.names(path);
    } catch (error) {
      if (['ENOENT', 'ENOTDIR'].includes(errorCode(error))) return [];
      throw error;
    }
  }

  async function zipsIn(path: string, only?: SessionId): Promise<(Zip & { id: SessionId })[]> {
    const names = (await namesIn(path)).filter((name) => {
      const id = ZIP_NAME.exec(name)?.[1];
      return isSessionId(id) && (only === undefined || id === only);
    });
    const zips: (Zip & { id: SessionId })[] = [];
    for (let from = 0; from < names.length; from += AT_ONCE) {
      const some = await Promise.all(
        names.slice(from, from + AT_ONCE).map((name) => zipAt(join(path, name))),
      );
      zips.push(...some.filter((zip) => zip !== null));
    }
    return zips;
  }

  async function zipAt(archive: string): Promise<(Zip & { id: SessionId }) | null> {
    const id = parseSessionId(ZIP_NAME.exec(basename(archive))?.[1]);
    try {
      const { size, mtimeMs, ino, isFolder } = await fs.facts(archive);
      return isFolder
        ? null
        : { id, archive, bytes: size, stamp: fileStamp({ size, mtimeMs, ino }), mtimeMs };
    } catch (error) {
      if (errorCode(error) === 'ENOENT') return null;
      throw error;
    }
  }

  return {
    folder,
    folders,
    remember: (path) => (path === usual ? Promise.resolve() : memory.add('archive_folders', path)),
    isKnown: async (path) => path !== usual && (await memory.read()).archive_folders.includes(path),
    async find(only) {
      const found = new Map<SessionId, Zip>();
      for (const path of await onDisk('look at the archived sessions', root, folders)) {
        const zips = await onDisk('look at the archived sessions', path, () => zipsIn(path, only));
        for (const { id, ...zip } of zips) {
          // Of two the newer one counts; the other stays where it is.
          if ((found.get(id)?.mtimeMs ?? 0) <= zip.mtimeMs) found.set(id, zip);
        }
      }
      return new Map([...found].map(([id, { archive, bytes, stamp }]) => [id, { archive, bytes, stamp }]));
    },
    async row(id, archive) {
      try {
        return await readRow(fs, id, archive);
      } catch (error) {
        if (errorCode(error) === 'ENOENT') return null;
        const why =
          error instanceof AppFailure ? error.message.replace(' Nothing was taken in.', '') : String(error);
        return plainRow(id, `The archive of this session cannot be read. ${why}`);
      }
    },
    async tidy() {
      try {
        for (const path of await folders())
          for (const name of (await namesIn(path)).filter((one) => UNFINISHED.test(one))) {
            const { mtimeMs } = await fs.facts(join(path, name));
            if (now().getTime() - mtimeMs < UNFINISHED_MS) continue;
            await fs.unlink(join(path, name));
            log('info', `Removed ${join(path, name)}, an archive that was never finished.`);
          }
      } catch (error) {
        log('warning', `The archive folder could not be tidied: ${String(error)}`);
      }
    },
  };
}

async function readRow(fs: FileSystem, id: SessionId, archive: string): Promise<CatalogRow> {
  const zip = await openZip(fs, archive);
  try {
    const entry = zip.entries.find(({ parts }) => parts.length === 1 && parts[0] === MANIFEST);
    const manifest = entry === undefined ? null : readManifest(await readWhole(zip.read(entry)));
    const said = manifest?.sessions.find((session) => session.session_id === id);
    if (said?.summary === undefined) return plainRow(id, '');
    return {
      summary: {
        ...said.summary,
        session_id: id,
        state: 'archived',
        thumbnail: null,
        unsaved_changes: said.summary.unsaved_changes,
      },
      emblem: null,
      searchText: said.search_text ?? said.summary.label,
      bytes: null,
      archive: null,
    };
  } finally {
    await zip.close();
  }
}

/** The row of a zip that says nothing of itself, as when somebody put an export here by hand. */
function plainRow(id: SessionId, notes: string): CatalogRow {
  const summary = { ...damagedSummary(id, notes), state: 'archived' as const, status: 'pending' as const };
  return { summary, emblem: null, searchText: `${summary.label}\n${notes}`, bytes: null, archive: null };
}
