import { access, readFile, rm } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { generationEvents, sampleSetup, voteEvent } from '../../core/session/sampleJournal';
import { realFileSystem } from './fileSystem';
import { writeScores } from './scoresFile';
import { sessionWorld } from './testStore';

const { start } = sessionWorld();

describe('scores.csv', () => {
  it('lands in output, which is made when it is missing', async () => {
    const session = await (await start()).create(sampleSetup(), '');
    await session.append(...generationEvents(), voteEvent(0, 'Quality', 'A'));
    await rm(session.folder.output, { recursive: true });
    await writeScores(session, 'ab', realFileSystem);
    expect((await readFile(session.folder.scores, 'utf8')).trim().split('\n')).toHaveLength(2);
  });

  it('does not bring back a session that was removed', async () => {
    const session = await (await start()).create(sampleSetup(), '');
    await session.append(...generationEvents(), voteEvent(0, 'Quality', 'A'));
    await rm(session.folder.path, { recursive: true });
    await expect(writeScores(session, 'ab', realFileSystem)).rejects.toMatchObject({
      code: 'storage_failed',
    });
    await expect(access(session.folder.path)).rejects.toThrow('ENOENT');
  });

  it('is not made for a session without votes', async () => {
    const session = await (await start()).create(sampleSetup(), '');
    await writeScores(session, 'ab', realFileSystem);
    await expect(access(session.folder.scores)).rejects.toThrow('ENOENT');
  });
});
