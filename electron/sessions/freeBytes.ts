import { errorCode, type FileSystem } from './fileSystem';

/** The free bytes of the disk that holds a path; null where the system cannot tell. */
export async function freeBytesOf(fs: Pick<FileSystem, 'freeBytes'>, path: string): Promise<number | null> {
  try {
    return await fs.freeBytes(path);
  } catch (error) {
    if (errorCode(error) === '') throw error;
    return null;
  }
}
