import { z } from 'zod';

/** Every failure that a person or a script can act on, with the HTTP status that carries it. */
export const FAILURE_STATUS = {
  bad_request: 400,
  unauthorized: 401,
  forbidden: 403,
  not_found: 404,
  evaluation_open: 409,
  not_possible: 409,
  session_locked: 409,
  already_voted: 409,
  too_large: 413,
  server_refuses: 422,
  comfy_unreachable: 502,
  disk_full: 500,
  no_permission: 500,
  storage_failed: 500,
  host_unreachable: 502,
  /** No model server answers. */
  assistant_unreachable: 502,
  /** A model server answers, and does not do what it was asked for: a wrong key, no such model, nothing left to spend. */
  assistant_refuses: 422,
  /** The person cancelled it. */
  cancelled: 409,
  timed_out: 500,
  internal: 500,
} as const;

export type FailureCode = keyof typeof FAILURE_STATUS;

/** A failure as it crosses the boundary: a code for scripts, a sentence for people, the field it belongs to. */
export const failureSchema = z.object({
  code: z.enum(Object.keys(FAILURE_STATUS) as [FailureCode, ...FailureCode[]]),
  message: z.string(),
  field: z.string().optional(),
  /** More faults found in the same look, each beside its own field. */
  details: z.array(z.object({ field: z.string(), message: z.string() })).optional(),
});

export type Failure = z.infer<typeof failureSchema>;
export type FieldFault = NonNullable<Failure['details']>[number];

/** A failure that a person can act on. Everything else that is thrown is a bug and is logged whole. */
export class AppFailure extends Error {
  readonly code: FailureCode;
  readonly field: string | undefined;
  readonly details: readonly FieldFault[] | undefined;

  constructor(
    code: FailureCode,
    message: string,
    more: { field?: string; details?: readonly FieldFault[]; cause?: unknown } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = 'AppFailure';
    this.code = code;
    this.field = more.field;
    this.details = more.details;
  }

  /** The HTTP status that carries this failure. */
  get status(): number {
    return FAILURE_STATUS[this.code];
  }

  /** The failure as data, for the wire. */
  toData(): Failure {
    return {
      code: this.code,
      message: this.message,
      ...(this.field === undefined ? {} : { field: this.field }),
      ...(this.details === undefined || this.details.length === 0 ? {} : { details: [...this.details] }),
    };
  }
}

/** A bug, as it is told outside: the log says the rest. */
export function internalFailure(cause: unknown): AppFailure {
  return new AppFailure(
    'internal',
    'Something went wrong inside Blindfold. Nothing that was answered is lost; the log says more.',
    { cause },
  );
}

/** What was handed in is larger than is taken in. */
export function tooLarge(): AppFailure {
  return new AppFailure('too_large', 'This is too much at once: 16 MB is the most.');
}

/** One or more faults in what was handed in, as one failure: the first fault leads, all are in `details`. */
export function badRequest(faults: readonly [FieldFault, ...FieldFault[]]): AppFailure {
  const first = faults[0];
  return new AppFailure('bad_request', first.message, { field: first.field, details: faults });
}
