import type { AppSettings } from '../../core/contract/settings';
import { DEMO_SERVER } from '../../core/session/view';
import type { FileSystem } from '../sessions/fileSystem';
import { openSettings, type SettingsService } from './settingsService';

/** Settings for a backend that was handed none: they are kept nowhere. In: what it was told of folder and server. */
export function memorySettings(
  told: {
    readonly root: string;
    readonly comfyUrl?: string | null;
    readonly startDemo?: boolean;
    readonly storageType?: AppSettings['storage_type'];
  },
  parts: { readonly fs: FileSystem; randomHex(bytes: number): string },
): Promise<SettingsService> {
  return openSettings({
    file: null,
    given: {
      default_server: told.startDemo === true ? DEMO_SERVER : (told.comfyUrl ?? null),
      ...(told.storageType === undefined ? {} : { storage_type: told.storageType }),
    },
    fixed: {},
    defaultRoot: told.root,
    scratchRoot: null,
    ...parts,
  });
}
