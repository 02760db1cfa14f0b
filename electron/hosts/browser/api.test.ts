import { describe, expect, it } from 'vitest';
import { parseJson } from '../../../core/session/json';
import { findCall } from './api';

const call = (method: string, path: string, body?: Parameters<typeof findCall>[2]) =>
  findCall(method, new URL(path, 'http://127.0.0.1'), body);

describe('findCall', () => {
  it('turns addresses into commands', () => {
    expect(call('GET', '/api/sessions?status=paused&q=fox&limit=5&offset=10')).toEqual({
      command: 'session.list',
      args: { status: 'paused', q: 'fox', limit: 5, offset: 10 },
      status: 200,
    });
    expect(call('POST', '/api/sessions', { notes: 'x' })).toEqual({
      command: 'session.create',
      args: { notes: 'x' },
      status: 201,
    });
    expect(call('GET', '/api/sessions/20240115_143022/trials/next?rater=Ann')).toEqual({
      command: 'trial.next',
      args: { session_id: '20240115_143022', rater: 'Ann' },
      status: 200,
    });
    expect(call('GET', '/api/sessions/20240115_143022/trials/abc')?.command).toBe('trial.get');
    expect(call('POST', '/api/sessions/20240115_143022/generate')?.status).toBe(202);
    expect(call('POST', '/api/sessions/20240115_143022/redo')?.command).toBe('evaluation.redo');
    expect(call('POST', '/api/sessions/20240115_143022/rater', { label: 'Ann' })).toEqual({
      command: 'rater.name',
      args: { session_id: '20240115_143022', label: 'Ann' },
      status: 200,
    });
  });

  it('narrows a report by parameters that come several times or with commas', () => {
    const report = (query: string) => call('GET', `/api/sessions/20240115_143022/report${query}`)?.args;
    const session_id = '20240115_143022';
    expect(report('')).toEqual({ session_id });
    expect(report('?rater=&seed=')).toEqual({ session_id });
    expect(report('?rater=Ann&rater=Lee,%20Bo&prompt=0,2&prompt=5&seed=18446744073709551615,%207')).toEqual({
      session_id,
      filter: { raters: ['Ann', 'Lee, Bo'], prompts: [0, 2, 5], seeds: [18446744073709551615n, 7] },
    });
    // The contract says that this is no number.
    expect(report('?prompt=first')).toEqual({ session_id, filter: { prompts: ['first'] } });
    expect(
      call('GET', '/api/sessions/20240115_143022/report/workflow?lora=a.safetensors&weight=-0.25'),
    ).toEqual({
      command: 'report.workflow',
      args: { session_id, lora_filename: 'a.safetensors', weight: -0.25 },
      status: 200,
    });
    expect(call('POST', '/api/sessions/20240115_143022/report/cancel')?.command).toBe('report.cancel');
  });

  it('takes the session from the address, never from the body', () => {
    expect(
      call('POST', '/api/sessions/20240115_143022/votes', {
        session_id: '20990101_000000',
        trial_id: 't',
        choice: 'A',
      })?.args,
    ).toEqual({
      session_id: '20240115_143022',
      trial_id: 't',
      choice: 'A',
    });
  });

  it('knows no other calls', () => {
    for (const [method, path] of [
      ['DELETE', '/api/sessions'],
      ['GET', '/api/storage/nothing'],
      ['POST', '/api/sessions/20240115_143022/again'],
      ['GET', '/api/'],
      ['PUT', '/api/sessions'],
    ] as const) {
      expect(call(method, path)).toBeNull();
    }
  });

  it('hands an encoded way out of the folder on as the plain text it is, for the contract to refuse', () => {
    expect(call('GET', '/api/sessions/..%2F..%2Fetc')?.args).toEqual({ session_id: '../../etc' });
    expect(call('GET', '/api/sessions/%E0%A4%A')?.args).toEqual({ session_id: '%E0%A4%A' });
  });

  it.each([[[1]], ['text'], [5], [true], [null]])('refuses the body %j, which has no fields', (body) => {
    expect(() => call('POST', '/api/sessions', body)).toThrow('The body is an object of fields.');
  });

  it('hands a field named __proto__ on as a field, so that it is refused as such', () => {
    const args = call('POST', '/api/sessions', parseJson('{"__proto__": {"notes": "x"}}'))?.args;
    expect(Object.keys(args ?? {})).toEqual(['__proto__']);
    expect(args?.['notes']).toBeUndefined();
  });

  it('leaves a number that is none to the schema', () => {
    expect(call('GET', '/api/sessions?limit=many')?.args).toEqual({ limit: 'many' });
  });
});
