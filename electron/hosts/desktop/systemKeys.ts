import { safeStorage } from 'electron';
import type { Sealer } from '../../settings/assistantKeyFile';

/** What Electron answers on a Linux without a store of keys, where it would seal with a password that everybody knows. */
const NO_STORE = new Set(['basic_text', 'unknown']);

/** The system's store of keys: Keychain, DPAPI, Secret Service or KWallet; null where there is none. To be asked once the app is ready. */
export async function systemKeys(): Promise<Sealer | null> {
  if (process.platform === 'linux' && NO_STORE.has(safeStorage.getSelectedStorageBackend())) return null;
  if (!(await safeStorage.isAsyncEncryptionAvailable().catch(() => false))) return null;
  return {
    seal: async (text) => (await safeStorage.encryptStringAsync(text)).toString('base64'),
    open: async (sealed) => (await safeStorage.decryptStringAsync(Buffer.from(sealed, 'base64'))).result,
  };
}
