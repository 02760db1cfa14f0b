import { closeSync, lstatSync, openSync, readSync, renameSync, type Stats, unlinkSync } from 'node:fs';
import Database from 'better-sqlite3';
import { errorCode } from '../sessions/fileSystem';
import { TableFault } from './rowTable';
import { APPLICATION_ID, STEPS } from './tables';

/** How long another copy of the app may hold up a write, in ms; nothing else goes on meanwhile. */
const BUSY_MS = 100;
/** The same for the opening, when two copies start in one moment. */
const OPENING_MS = 3_000;
/** Memory for pages of the database, in KiB. */
const CACHE_KIB = 32_000;

export interface DatabaseFile {
  readonly database: Database.Database;
  /** False when the file is gone or another one lies in its place. */
  isInPlace(): boolean;
}

export interface OpenOptions {
  readonly path: string;
  /** Ends the name of a file that is put aside. */
  mark(): string;
  log(level: 'info' | 'warning', message: string): void;
}

/**
 * Opens the catalog's database and brings its tables up to date; makes it when missing. One that cannot be used is removed
 * when it is a catalog of this app, else put aside under another name, and made anew. Throws TableFault `refused` or `busy`.
 */
export function openDatabaseFile(options: OpenOptions): DatabaseFile {
  try {
    return tryOpen(options.path);
  } catch (error) {
    const fault = faultOf(error);
    if (fault?.kind !== 'spoilt') throw fault ?? error;
    clearAway(options, fault);
    return tryOpen(options.path);
  }
}

/** Makes room for a new database. Throws TableFault when that cannot be done. */
export function clearAway({ path, mark, log }: OpenOptions, fault: TableFault): void {
  try {
    if (isOurs(path)) {
      unlinkSync(path);
      log('warning', `${fault.message} It was only an index, so it is removed and made anew: ${path}`);
    } else if (factsOf(path) !== null) {
      const aside = `${path}.aside-${mark()}`;
      renameSync(path, aside);
      log('warning', `${fault.message} It was put aside as ${aside}, and a new catalog is made.`);
    }
    removeCompanions(path);
  } catch (error) {
    throw new TableFault('refused', `${fault.message} It could not be moved out of the way.`, {
      cause: error,
    });
  }
}

/** What SQLite, or the system beneath it, says, as a fault of the table; null for what is none (a bug). */
export function faultOf(error: unknown): TableFault | null {
  if (error instanceof TableFault) return error;
  const options = { cause: error };
  if (/^E[A-Z0-9]+$/.test(errorCode(error)))
    return new TableFault('refused', `The catalog cannot be used (${errorCode(error)}).`, options);
  if (!(error instanceof Database.SqliteError)) return null;
  if (/^SQLITE_(BUSY|LOCKED)/.test(error.code))
    return new TableFault('busy', 'Another copy of Blindfold writes the catalog.', options);
  if (/^SQLITE_(CORRUPT|NOTADB|ERROR|SCHEMA|MISMATCH|CONSTRAINT)/.test(error.code))
    return new TableFault('spoilt', `The catalog cannot be read (${error.message}).`, options);
  if (error.code === 'SQLITE_READONLY_DBMOVED')
    return new TableFault('moved', 'The catalog was moved or removed.', options);
  if (error.code === 'SQLITE_FULL')
    return new TableFault('refused', 'The disk has no room for the catalog.', options);
  return new TableFault('refused', `The catalog cannot be used (${error.message}).`, options);
}

function tryOpen(path: string): DatabaseFile {
  const facts = factsOf(path);
  if (facts !== null && !facts.isFile())
    throw new TableFault('refused', `Something that is no file lies at ${path}.`);
  // What a database left beside itself belongs to no other one.
  if (facts === null) removeCompanions(path);
  let database: Database.Database;
  try {
    database = new Database(path, { timeout: OPENING_MS });
  } catch (error) {
    throw faultOf(error) ?? new TableFault('refused', 'The catalog cannot be opened.', { cause: error });
  }
  try {
    prepare(database);
    const { ino } = lstatSync(path);
    return { database, isInPlace: () => factsOf(path)?.ino === ino };
  } catch (error) {
    database.close();
    throw faultOf(error) ?? error;
  }
}

function prepare(database: Database.Database): void {
  const application = database.pragma('application_id', { simple: true });
  const version = database.pragma('user_version', { simple: true });
  const { count } = database.prepare('SELECT count(*) AS count FROM sqlite_schema').get() as {
    count: number;
  };
  if (application !== APPLICATION_ID && (application !== 0 || version !== 0 || count > 0))
    throw new TableFault('spoilt', 'The file in the place of the catalog is none.');
  if (Number(version) > STEPS.length)
    throw new TableFault('spoilt', 'The catalog was made by a newer version of Blindfold.');
  checkWhole(database);
  // An index that a power cut spoils is noticed and made anew; so no write waits for the disk.
  database.pragma('synchronous = OFF');
  database.pragma(`cache_size = -${CACHE_KIB}`);
  migrate(database);
  database.pragma('journal_mode = WAL');
  database.pragma(`busy_timeout = ${BUSY_MS}`);
}

/** Throws TableFault, or what SQLite says, when the database does not hold together. */
export function checkWhole(database: Database.Database): void {
  const [check] = database.pragma('quick_check(1)') as { quick_check: string }[];
  if (check?.quick_check === 'ok') return;
  throw new TableFault('spoilt', `The catalog is damaged (${check?.quick_check}).`);
}

/** Takes the steps that a database lacks. Only one of two copies that start at the same moment takes each. */
function migrate(database: Database.Database): void {
  const take = database.transaction(() => {
    const done = Number(database.pragma('user_version', { simple: true }));
    for (const step of STEPS.slice(done)) database.exec(step);
    if (done === STEPS.length) return;
    database.pragma(`application_id = ${APPLICATION_ID}`);
    database.pragma(`user_version = ${STEPS.length}`);
  });
  take.immediate();
}

/** Whether the file's header names it a catalog of this app. */
function isOurs(path: string): boolean {
  if (factsOf(path)?.isFile() !== true) return false;
  const header = Buffer.alloc(100);
  const file = openSync(path, 'r');
  try {
    readSync(file, header, 0, header.length, 0);
  } finally {
    closeSync(file);
  }
  return (
    header.toString('latin1', 0, 16) === 'SQLite format 3\0' && header.readUInt32BE(68) === APPLICATION_ID
  );
}

function removeCompanions(path: string): void {
  for (const companion of [`${path}-wal`, `${path}-shm`])
    if (factsOf(companion) !== null) unlinkSync(companion);
}

function factsOf(path: string): Stats | null {
  return lstatSync(path, { throwIfNoEntry: false }) ?? null;
}
