import { readFile } from 'node:fs/promises';
import { writeFile } from 'atomically';
import { z } from 'zod';

const diarySchema = z.object({ asked_at: z.iso.datetime().nullable() });

/** What is remembered of looking for newer versions, from one start to the next. */
export interface UpdateDiary {
  /** When it was asked last, as an ISO time. Out: undefined at the very first start. Never rejects. */
  read(): Promise<string | null | undefined>;
  write(askedAt: string | null): Promise<void>;
}

/** The diary in a file. One that cannot be read counts as one in which nothing stands, which costs one more look. */
export function updateDiary(file: string): UpdateDiary {
  return {
    async read() {
      try {
        return diarySchema.parse(JSON.parse(await readFile(file, 'utf8'))).asked_at;
      } catch (error) {
        return (error as NodeJS.ErrnoException).code === 'ENOENT' ? undefined : null;
      }
    },
    write: (asked_at) => writeFile(file, `${JSON.stringify({ asked_at })}\n`),
  };
}
