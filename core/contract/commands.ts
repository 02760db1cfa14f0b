import type { z } from 'zod';
import type { SessionId } from '../session/identity';
import { APP_COMMANDS } from './appCommands';
import { ASSISTANT_COMMANDS } from './assistantCommands';
import { EVALUATION_COMMANDS } from './evaluationCommands';
import { REPORT_COMMANDS } from './reportCommands';
import { RUN_COMMANDS } from './runCommands';
import { SERVER_COMMANDS } from './serverCommands';
import { SESSION_COMMANDS } from './sessionCommands';
import { STORAGE_COMMANDS } from './storageCommands';

/**
 * Every command of the app: what it takes and what it answers. The page, the desktop bridge and the HTTP API all
 * call these; nothing else can be asked of the backend.
 */
export const COMMANDS = {
  ...APP_COMMANDS,
  ...SESSION_COMMANDS,
  ...RUN_COMMANDS,
  ...EVALUATION_COMMANDS,
  ...REPORT_COMMANDS,
  ...STORAGE_COMMANDS,
  ...SERVER_COMMANDS,
  ...ASSISTANT_COMMANDS,
} satisfies Record<string, { args: z.ZodType; answer: z.ZodType }>;

export type CommandName = keyof typeof COMMANDS;
/** The arguments as a caller writes them. */
export type CommandArgs<C extends CommandName> = z.input<(typeof COMMANDS)[C]['args']>;
/** The arguments as a handler gets them, checked. */
export type CheckedArgs<C extends CommandName> = z.output<(typeof COMMANDS)[C]['args']>;
export type CommandAnswer<C extends CommandName> = z.output<(typeof COMMANDS)[C]['answer']>;

/** Who asks. */
export interface Caller {
  /** Which session the asking window shows from now on. Throws AppFailure `not_possible` where no window asks. */
  show(id: SessionId | null): void;
}

/** One handler for every command; the compiler refuses a map that misses one. */
export type CommandHandlers = {
  [C in CommandName]: (args: CheckedArgs<C>, from: Caller) => Promise<CommandAnswer<C>> | CommandAnswer<C>;
};
