import { beforeEach, describe, expect, it, vi } from 'vitest';
import { realTimers } from '../../sessions/timers';
import { systemKeys } from './systemKeys';

const store = vi.hoisted(() => ({
  backend: 'gnome_libsecret',
  isThere: async (): Promise<boolean> => true,
}));
vi.mock('electron', () => ({
  safeStorage: {
    getSelectedStorageBackend: () => store.backend,
    isAsyncEncryptionAvailable: () => store.isThere(),
    encryptStringAsync: async (text: string) => Buffer.from(`v11:${text}`),
    async decryptStringAsync(sealed: Buffer) {
      const text = sealed.toString();
      if (!text.startsWith('v11:')) throw new Error('Error while decrypting the ciphertext');
      return { result: text.slice(4), shouldReEncrypt: false };
    },
  },
}));

beforeEach(() => {
  store.backend = 'gnome_libsecret';
  store.isThere = async () => true;
});

describe("the system's store of keys", () => {
  it('opens what it sealed, and what it sealed is no plain text', async () => {
    const sealer = await systemKeys();
    const sealed = (await sealer?.seal('aSecretKey-1')) ?? '';
    expect(sealed).toMatch(/^[\w+/=]+$/);
    expect(sealed).not.toContain('aSecretKey-1');
    expect(await sealer?.open(sealed)).toBe('aSecretKey-1');
    await expect(sealer?.open('b3RoZXI=')).rejects.toThrow('decrypting');
  });

  it.runIf(process.platform === 'linux').each(['basic_text', 'unknown'])(
    'is none on a Linux without one: %s',
    async (backend) => {
      store.backend = backend;
      expect(await systemKeys()).toBeNull();
    },
  );

  it('is none where the system says so, or fails to say', async () => {
    store.isThere = async () => false;
    expect(await systemKeys()).toBeNull();
    store.isThere = () => Promise.reject(new Error('The keyring is locked'));
    expect(await systemKeys()).toBeNull();
    store.isThere = () => new Promise(() => undefined);
    const timeUp = {
      ...realTimers,
      after(_ms: number, run: () => void) {
        run();
        return () => undefined;
      },
    };
    expect(await systemKeys(timeUp)).toBeNull();
  });
});
