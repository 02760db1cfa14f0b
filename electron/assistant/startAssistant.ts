import { dirname, join } from 'node:path';
import type { Log } from '../backendOptions';
import type { AppLog } from '../log/appLog';
import type { Pushes } from '../pushes';
import type { FileSystem } from '../sessions/fileSystem';
import type { Timers } from '../sessions/timers';
import { type AssistantKeyKeep, memoryKeys } from '../settings/assistantKeyFile';
import type { SettingsService } from '../settings/settingsService';
import type { Assistant } from './assistant';
import { createAssistant } from './createAssistant';
import { createAssistantKeys, type VariableKey } from './keys';
import { createModelClient } from './modelClient';
import { createTemplateFiles } from './templateFiles';

/** What a host hands in for the assistant. */
export interface AssistantOptions {
  /** Where keys are kept; without it they live as long as the backend. */
  readonly keys?: AssistantKeyKeep;
  /** The keys that the environment or a `.env` file holds. */
  readonly variables?: readonly VariableKey[];
}

/**
 * Puts the assistant together. Kept keys are read when they are first asked for, and hidden from the log then: the system's store may
 * ask its owner for a password, and no start waits for that.
 */
export function startAssistant(
  { keys: keep = memoryKeys(), variables = [] }: AssistantOptions,
  parts: {
    readonly settings: SettingsService;
    /** Where the wording lies while the settings have no file. */
    readonly root: string;
    readonly fs: FileSystem;
    readonly pushes: Pushes;
    readonly timers: Timers;
    readonly appLog: AppLog;
    readonly log: Log;
    now(): Date;
    randomHex(bytes: number): string;
  },
): Assistant {
  const { settings, root, fs, pushes, timers, appLog, log, now, randomHex } = parts;
  const keys = createAssistantKeys({ keep, variables, hide: (secret) => appLog.hide(secret), log });
  return createAssistant({
    settings,
    keys,
    templates: createTemplateFiles({
      folder: join(dirname(settings.view().file ?? join(root, 'settings.json')), 'assistant'),
      fs,
      randomHex,
    }),
    pushes,
    timers,
    client: createModelClient,
    now,
    log,
  });
}
