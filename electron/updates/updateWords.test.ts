import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { updateDiary } from './updateDiary';
import { updateFault } from './updateFaults';
import { whyNoUpdates } from './whyNoUpdates';

describe('updateFault', () => {
  it.each([
    ['net::ERR_NAME_NOT_RESOLVED', 'cannot be reached'],
    ['getaddrinfo ENOTFOUND github.com', 'cannot be reached'],
    ['net::ERR_CERT_DATE_INVALID', 'could not prove who it is'],
    ['ENOSPC: no space left on device, write', 'The disk is full'],
    ['EACCES: permission denied, mkdir', 'cannot be written'],
    ['sha512 checksum mismatch, expected x, got y', 'thrown away'],
    ['New version 2.0.0 is not signed by the application owner', 'not signed as this copy is'],
    ['Cannot download "https://x/y", status 503: Service Unavailable', 'does not answer as it should'],
  ])('puts %s into words', (said, words) => {
    expect(updateFault(new Error(said), 'look').sentence).toContain(words);
  });

  it('reads the code of a failure too', () => {
    const failure = Object.assign(new Error('x'), { code: 'ERR_UPDATER_CHANNEL_FILE_NOT_FOUND' });
    expect(updateFault(failure, 'look').sentence).toContain('No published version was found');
    expect(updateFault('soon', 'download').sentence).toContain('could not be downloaded');
  });
});

describe('whyNoUpdates', () => {
  const whole = { platform: 'linux', hasFeed: true, isAppImage: true, packageType: null } as const;
  it('lets an installed copy replace itself', () => {
    expect(whyNoUpdates(whole)).toBeNull();
    expect(whyNoUpdates({ ...whole, isAppImage: false, packageType: 'deb' })).toBeNull();
    expect(whyNoUpdates({ ...whole, isAppImage: false, platform: 'win32' })).toBeNull();
    expect(whyNoUpdates({ ...whole, isAppImage: false, platform: 'darwin' })).toBeNull();
  });
  it('says why another one cannot', () => {
    expect(whyNoUpdates({ ...whole, hasFeed: false })).toContain('without a place to look');
    expect(whyNoUpdates({ ...whole, isAppImage: false })).toContain('unpacked by hand');
  });
});

it('keeps in a file when it was asked, and takes a broken one for an empty one', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'blindfold-diary-'));
  try {
    const file = join(folder, 'updates.json');
    const diary = updateDiary(file);
    expect(await diary.read()).toBeUndefined();
    await diary.write(null);
    expect(await diary.read()).toBeNull();
    await diary.write('2026-05-01T08:00:00.000Z');
    expect(await updateDiary(file).read()).toBe('2026-05-01T08:00:00.000Z');
    await writeFile(file, '{"asked_at": "yesterd');
    expect(await diary.read()).toBeNull();
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
});
