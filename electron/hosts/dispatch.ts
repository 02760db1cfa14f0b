import type { z } from 'zod';
import {
  type Caller,
  type CheckedArgs,
  COMMANDS,
  type CommandAnswer,
  type CommandHandlers,
  type CommandName,
} from '../../core/contract/commands';
import { encodeMessage, MAX_MESSAGE_BYTES, requestSchema } from '../../core/contract/envelope';
import {
  AppFailure,
  badRequest,
  type Failure,
  type FieldFault,
  internalFailure,
  tooLarge,
} from '../../core/contract/failure';
import { JsonSyntaxError, type JsonValue, parseJson } from '../../core/session/json';

export interface Dispatcher {
  /** One request of a window as text in, exactly one reply as text out. Never rejects. */
  dispatch(text: string, from: Caller): Promise<string>;
  /** One command with arguments as they came from outside; nobody's window asks. Throws AppFailure, and nothing else. */
  call<C extends CommandName>(command: C, args: unknown): Promise<CommandAnswer<C>>;
}

/** A script, or the host itself. */
const NO_WINDOW: Caller = {
  show() {
    throw new AppFailure('not_possible', 'Only a window of Blindfold shows a session.');
  },
};

/**
 * The one way from a door to the handlers: envelope, command, arguments and answer are checked by the contract.
 * In: the handlers, and where failures go that are bugs.
 */
export function createDispatcher(handlers: CommandHandlers, logBug: (error: unknown) => void): Dispatcher {
  async function answerOf<C extends CommandName>(
    command: C,
    args: unknown,
    from: Caller,
  ): Promise<CommandAnswer<C>> {
    try {
      const checked = checkCommand(command, args);
      const answer: unknown = await handlers[command](checked, from);
      // What the contract does not name never leaves: no field slips out by being on an object that is at hand.
      return COMMANDS[command].answer.parse(answer) as CommandAnswer<C>;
    } catch (error) {
      if (error instanceof AppFailure) throw error;
      logBug(error);
      throw internalFailure(error);
    }
  }

  async function dispatch(text: string, from: Caller): Promise<string> {
    let id: number | null = null;
    try {
      if (Buffer.byteLength(text) > MAX_MESSAGE_BYTES) {
        id = idAtHead(text);
        throw tooLarge();
      }
      const value = readText(text);
      id = readId(value);
      const request = requestSchema.safeParse(value, { error: plainSentence });
      if (!request.success) throw badRequest(faultsOf(request.error));
      const answer = await answerOf(request.data.command as CommandName, request.data.args ?? {}, from);
      return encodeMessage({ id: request.data.id, ok: true, answer });
    } catch (error) {
      return encodeMessage({ id, ok: false, failure: asFailure(error) });
    }
  }

  function asFailure(error: unknown): Failure {
    if (error instanceof AppFailure) return error.toData();
    logBug(error);
    return internalFailure(error).toData();
  }

  return { dispatch, call: (command, args) => answerOf(command, args, NO_WINDOW) };
}

function readText(text: string): JsonValue {
  try {
    return parseJson(text);
  } catch (error) {
    if (error instanceof JsonSyntaxError)
      throw new AppFailure('bad_request', `The request is not valid JSON: ${error.message}`);
    throw error;
  }
}

/** The id that a reply can carry, also when the rest of the request is broken. */
function readId(value: JsonValue): number | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || !Object.hasOwn(value, 'id'))
    return null;
  const id = requestSchema.shape.id.safeParse(value['id']);
  return id.success ? id.data : null;
}

/** The id of a request that is not read, where it stands first, as our own pages write it. */
function idAtHead(text: string): number | null {
  const digits = /^\{"id":(\d{1,15}),/.exec(text)?.[1];
  return digits === undefined ? null : Number(digits);
}

function checkCommand<C extends CommandName>(command: C, args: unknown): CheckedArgs<C> {
  // Names such as `constructor` are found on every object; only our own count.
  if (typeof command !== 'string' || !Object.hasOwn(COMMANDS, command)) {
    throw new AppFailure('not_found', 'There is no such command.');
  }
  const checked = COMMANDS[command].args.safeParse(args, { error: plainSentence });
  if (checked.success) return checked.data as CheckedArgs<C>;
  const faults = faultsOf(checked.error);
  if (faults[0].field === 'session_id' && hasTextId(args)) {
    throw new AppFailure('not_found', 'There is no such session.', { field: 'session_id' });
  }
  throw badRequest(faults);
}

/** What came from outside, as a schema reads it. Throws AppFailure `bad_request` with every fault. */
export function checkFromOutside<T extends z.ZodType>(schema: T, value: unknown): z.output<T> {
  const checked = schema.safeParse(value, { error: plainSentence });
  if (checked.success) return checked.data;
  throw badRequest(faultsOf(checked.error));
}

/** A text of another form than an id's names no session; it is not a malformed request. */
function hasTextId(args: unknown): boolean {
  return (
    typeof args === 'object' && args !== null && 'session_id' in args && typeof args.session_id === 'string'
  );
}

/** Every fault with the field it belongs to, as `flags[1]` or `setup.seeds`. */
function faultsOf(error: z.ZodError): [FieldFault, ...FieldFault[]] {
  const faults = error.issues.flatMap((issue): FieldFault[] =>
    issue.code === 'unrecognized_keys'
      ? issue.keys.map((key) => ({
          field: fieldName([...issue.path, key]),
          message: `There is no field named ${key} here.`,
        }))
      : [{ field: fieldName(issue.path), message: issue.message }],
  );
  const [first, ...rest] = faults;
  return [first ?? { field: 'args', message: 'The request makes no sense.' }, ...rest];
}

function fieldName(path: readonly PropertyKey[]): string {
  const text = path.reduce<string>(
    (name, part) =>
      typeof part === 'number' ? `${name}[${part}]` : name === '' ? String(part) : `${name}.${String(part)}`,
    '',
  );
  return text === '' ? 'args' : text;
}

const KINDS: Readonly<Record<string, string>> = {
  string: 'A text',
  number: 'A number',
  int: 'A whole number',
  boolean: 'The word true or false',
  array: 'A list',
  tuple: 'A list',
  object: 'An object of fields',
  record: 'An object of fields',
};

/** A sentence for the faults that the contract's schemas have no words of their own for. */
function plainSentence(issue: z.core.$ZodRawIssue): string | undefined {
  switch (issue.code) {
    case 'invalid_type':
      if (issue.input === undefined) return 'This field is missing.';
      return `${KINDS[issue.expected] ?? `A ${issue.expected}`} belongs here.`;
    case 'invalid_value':
      return `One of: ${issue.values.map(String).join(', ')}.`;
    case 'too_small':
      return `At least ${issue.minimum}${unitOf(issue.origin)}.`;
    case 'too_big':
      return `At most ${issue.maximum}${unitOf(issue.origin)}.`;
    default:
      return undefined;
  }
}

function unitOf(origin: string): string {
  if (origin === 'string') return ' characters';
  return origin === 'array' ? ' entries' : '';
}
