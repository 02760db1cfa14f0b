import { safeStorage } from 'electron';
import { realTimers, type Timers } from '../../sessions/timers';
import type { Sealer } from '../../settings/assistantKeyFile';

/** What Electron answers on a Linux without a store of keys, where it would seal with a password that everybody knows. */
const NO_STORE = new Set(['basic_text', 'unknown']);
/** A store may ask its owner for a password first; nothing waits longer for it, in ms. */
const PATIENCE_MS = 20_000;

/** The system's store of keys: Keychain, DPAPI, Secret Service or KWallet; null where there is none. To be asked once the app is ready. */
export async function systemKeys(timers: Timers = realTimers): Promise<Sealer | null> {
  if (process.platform === 'linux' && NO_STORE.has(safeStorage.getSelectedStorageBackend())) return null;
  const isThere = inTime(safeStorage.isAsyncEncryptionAvailable(), timers);
  if (!(await isThere.catch(() => false))) return null;
  return {
    seal: async (text) => (await inTime(safeStorage.encryptStringAsync(text), timers)).toString('base64'),
    async open(sealed) {
      const opened = safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'));
      return (await inTime(opened, timers)).result;
    },
  };
}

/** Rejects when the work does, or takes too long. */
function inTime<T>(work: Promise<T>, timers: Timers): Promise<T> {
  return new Promise((resolve, reject) => {
    const stop = timers.after(PATIENCE_MS, () => reject(new Error('The key store does not answer.')));
    work.then(resolve, reject).finally(stop);
  });
}
