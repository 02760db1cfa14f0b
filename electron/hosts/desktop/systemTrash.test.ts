import { expect, it, vi } from 'vitest';
import { systemTrash } from './systemTrash';

const trashItem = vi.hoisted(() => vi.fn<(path: string) => Promise<void>>());
vi.mock('electron', () => ({ shell: { trashItem } }));

it('hands a path to the system', async () => {
  trashItem.mockResolvedValueOnce();
  await systemTrash('/sessions/.trash/20240115_143022');
  expect(trashItem.mock.calls).toEqual([['/sessions/.trash/20240115_143022']]);
});

it('says when the system cannot take it', async () => {
  trashItem.mockRejectedValueOnce(new Error('Failed to move item to trash'));
  await expect(systemTrash('/x')).rejects.toThrow('Failed to move item to trash');
});
