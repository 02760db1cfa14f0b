import { isAbsolute, resolve } from 'node:path';
import { AppFailure } from '../../core/contract/failure';
import type { AppSettings } from '../../core/contract/settings';
import { DEMO_SERVER } from '../../core/session/view';
import { parseModelServer } from '../assistant/address';
import { parseServerAddress } from '../comfy/address';

/**
 * A setting in the form in which it is kept: addresses as URLs, folders as whole paths. In: a value that the contract's schema
 * let through. Throws AppFailure `bad_request` with a sentence for what looks right and is not.
 */
export function inKeptForm<K extends keyof AppSettings>(key: K, value: AppSettings[K]): AppSettings[K];
export function inKeptForm(key: keyof AppSettings, value: unknown): unknown {
  if (typeof value !== 'string') return value;
  switch (key) {
    case 'default_server':
      return value.toLowerCase() === DEMO_SERVER ? DEMO_SERVER : parseServerAddress(value);
    case 'assistant_server':
      return parseModelServer(value);
    case 'sessions_root':
    case 'archive_folder':
      if (!isAbsolute(value))
        throw new AppFailure(
          'bad_request',
          `"${value}" is not a whole path. Name the folder from its root on.`,
        );
      return resolve(value);
    default:
      return value;
  }
}
