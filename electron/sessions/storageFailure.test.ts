import { expect, it } from 'vitest';
import { AppFailure } from '../../core/contract/failure';
import { onDisk, storageFailure } from './storageFailure';

const fail = (code: string) => Object.assign(new Error(code), { code });

it.each([
  ['ENOSPC', 'disk_full', 'The disk is full'],
  ['EDQUOT', 'disk_full', 'Free some space'],
  ['EACCES', 'no_permission', 'not permitted'],
  ['EPERM', 'no_permission', 'Give your account the right'],
  ['EROFS', 'no_permission', 'can only be read'],
  ['ENOENT', 'storage_failed', 'not there any more'],
  ['EEXIST', 'storage_failed', 'in the way'],
  ['EIO', 'storage_failed', 'answered EIO'],
])('%s is %s, said with what, where and what to do', (code, failure, words) => {
  const found = storageFailure(fail(code), 'save this session', '/data/20240115_143022');
  expect(found).toBeInstanceOf(AppFailure);
  expect(found).toMatchObject({ code: failure, message: expect.stringContaining(words) });
  expect((found as AppFailure).message).toMatch(/save this session.*\/data\/20240115_143022.*\. [A-Z].*\.$/);
});

it('leaves bugs and failures that are sentences already as they are', async () => {
  const bug = new TypeError('bug');
  expect(storageFailure(bug, 't', 'p')).toBe(bug);
  const said = new AppFailure('session_locked', 'Said.');
  await expect(onDisk('t', 'p', () => Promise.reject(said))).rejects.toBe(said);
  const codes = Object.assign(new Error('x'), { code: 'ERR_INVALID_ARG_TYPE' });
  expect(storageFailure(codes, 't', 'p')).toBe(codes);
});
