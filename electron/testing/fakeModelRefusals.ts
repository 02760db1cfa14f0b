import type { Asked, ModelServerBehaviour } from './fakeModelServer';

interface Refusal {
  readonly status: number;
  readonly body: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the server says in place of an answer, in the words of real ones; null when it answers. */
export function refusalFor(asked: Asked, { key, trouble, models }: ModelServerBehaviour): Refusal | null {
  const given = asked.headers.authorization;
  if (key !== undefined && given !== `Bearer ${key}`)
    return error(401, `Incorrect API key provided: ${given ?? ''}.`, 'invalid_api_key');
  const form = asked.body?.response_format;
  switch (trouble) {
    case 'html':
      return page(200, '<!doctype html><title>Hello</title>');
    case 'not_json':
      return { status: 200, body: 'Hello there', headers: { 'Content-Type': 'text/plain' } };
    case 'other_server':
      return { status: 404, body: '404: Not Found', headers: { 'Content-Type': 'text/plain' } };
    case 'redirect':
      return { status: 307, body: '', headers: { Location: 'http://127.0.0.1:9/login?key=abc' } };
    case 'rate_limit':
      return error(429, 'Rate limit reached for requests', 'rate_limit_exceeded');
    case 'rate_limit_30':
      return { ...error(429, 'Slow down', 'rate_limit_exceeded'), headers: { 'Retry-After': '30' } };
    case 'quota':
      return error(429, 'You exceeded your current quota, check your billing details.', 'insufficient_quota');
    case 'too_long':
      return error(400, "This model's maximum context length is 4096 tokens.", 'context_length_exceeded');
    case 'too_large':
      return page(413, '<h1>413 Request Entity Too Large</h1>');
    case 'out_of_memory':
      return error(500, 'model requires more system memory (9.1 GiB) than is available (4.2 GiB)');
    case 'loading':
      return error(503, 'Loading model', 'unavailable_error');
    case 'no_schema':
      return form?.type === 'json_schema'
        ? error(400, "'response_format.type' must be 'json_object' or 'text'")
        : null;
    case 'no_form':
      return form === undefined
        ? null
        : {
            status: 422,
            body: JSON.stringify({
              detail: [{ loc: ['body', 'response_format'], msg: 'extra fields not permitted' }],
            }),
          };
    case 'no_stream':
      return asked.body?.stream === true
        ? error(
            400,
            'Your organization must be verified to stream this model.',
            'unsupported_value',
            'stream',
          )
        : null;
    default:
      return noModel(asked, trouble === 'no_model' ? [] : models);
  }
}

function noModel(asked: Asked, models: readonly string[] | undefined): Refusal | null {
  const model = asked.body?.model;
  if (model === undefined || models === undefined || models.includes(model)) return null;
  return error(404, `model "${model}" not found, try pulling it first`, 'not_found_error');
}

function error(status: number, message: string, code: string | null = null, param: string | null = null) {
  return { status, body: JSON.stringify({ error: { message, type: 'invalid_request_error', code, param } }) };
}

function page(status: number, body: string): Refusal {
  return { status, body, headers: { 'Content-Type': 'text/html' } };
}
