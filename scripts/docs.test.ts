import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { comparisonSchema } from '../core/comparison/comparison';
import { sessionDetailSchema, summarySchema } from '../core/contract/sessionView';
import { settingsSchema, settingsViewSchema } from '../core/contract/settings';
import { trialSchema } from '../core/contract/trialView';
import { buildReport } from '../core/report/figures';
import { reportInput } from '../core/report/input';
import { reportSchema } from '../core/report/report';
import { resultsJson } from '../core/report/written/resultsJson';
import { toDocument } from '../core/session/document';
import { EVENT_GROUP } from '../core/session/eventGroups';
import { eventSchemas } from '../core/session/events';
import { parseSessionId } from '../core/session/identity';
import { parseJson } from '../core/session/json';
import { generationEvents, sampleState, voteEvent } from '../core/session/sampleJournal';
import { setupPatchSchema } from '../core/session/setup';
import { newSession } from '../core/session/state';
import { findCall } from '../electron/hosts/browser/api';
import { findFileCall } from '../electron/hosts/browser/archiveDoor';
import { KEY_VARIABLES, OPTIONS } from '../electron/settings/startSettings';
import { TOPICS } from '../renderer/help/helpTopics';

const VARIABLES = [
  'SESSION_PERSISTENCE_ENABLED',
  'SESSION_STORAGE_TYPE',
  'SESSION_STORAGE_PATH',
  'SESSION_EXPIRATION_HOURS',
  'COMFYUI_URL',
  'BLINDFOLD_SETTINGS',
  ...KEY_VARIABLES,
];

const docs = resolve(import.meta.dirname, '..', 'docs');
const textOf = (name: string) => readFileSync(join(docs, name), 'utf8');
const api = textOf('api.md');
const format = textOf('session-format.md');

/** Names that a page does not mention in backticks, alone or among others. */
function unmentioned(text: string, names: readonly string[]): string[] {
  const prose = text.replaceAll(/^```.*?^```/gms, '');
  const words = new Set([...prose.matchAll(/`([^`]+)`/g)].flatMap(([, code = '']) => code.split(/[^\w-]+/)));
  return names.filter((name) => !words.has(name));
}

describe('the page on the HTTP API', () => {
  const calls = [...api.matchAll(/^\| `(GET|POST|PUT|PATCH|DELETE) (\/api\/[^\s`?]+)/gm)];

  it('lists calls that exist', () => {
    expect(calls.length).toBeGreaterThan(15);
    for (const [, method = '', path = ''] of calls) {
      const url = new URL(path.replaceAll(/\{\w+\}/g, '20240115_143022'), 'http://127.0.0.1');
      expect(
        findFileCall(method, url) ?? findCall(method, url, undefined),
        `${method} ${path}`,
      ).not.toBeNull();
    }
  });

  it('names every option, every field of a set-up, and all that is answered', () => {
    expect(Object.keys(OPTIONS).filter((name) => !api.includes(`--${name}`))).toEqual([]);
    for (const schema of [
      setupPatchSchema,
      summarySchema,
      sessionDetailSchema,
      trialSchema,
      reportSchema,
      comparisonSchema,
    ])
      expect(unmentioned(api, Object.keys(schema.shape))).toEqual([]);
  });
});

describe('the settings', () => {
  it('are all named, with the variables that go before them', () => {
    expect(unmentioned(api, Object.keys(settingsViewSchema.shape))).toEqual([]);
    expect(unmentioned(api, Object.keys(settingsSchema.shape))).toEqual([]);
    for (const page of [api, textOf('guide.md'), textOf('troubleshooting.md')])
      expect(unmentioned(page, VARIABLES)).toEqual([]);
  });
});

describe('the page on the session folder', () => {
  it('names every event in its group', () => {
    for (const type of Object.keys(eventSchemas) as (keyof typeof EVENT_GROUP)[]) {
      const rows = format.split('\n').filter((line) => line.split('|')[1]?.includes(`\`${type}\``));
      expect(
        rows.some((row) => row.endsWith(`| ${EVENT_GROUP[type]} |`)),
        type,
      ).toBe(true);
    }
  });

  it('names every field of the file that is ours', () => {
    const document = toDocument(newSession(parseSessionId('20240115_143022'), '2024-01-15T14:30:22.000Z'), 0);
    expect(unmentioned(format, Object.keys(document))).toEqual([]);
    expect(unmentioned(format, Object.keys(document['blindfold'] as object))).toEqual([]);
  });
});

describe('the page on the results file', () => {
  it('names every field of it but those of the report', () => {
    const state = sampleState([...generationEvents(), voteEvent(0, 'Quality', 'A')]);
    const made = { version: '1.0.0', now: '2024-01-15T14:30:22.000Z' };
    const file = parseJson(resultsJson(buildReport(reportInput(state, 1)), state, made)) as {
      [part: string]: object;
    };
    const { figures: _figures, votes, plan, ...parts } = file;
    const { pairs, images } = plan as { pairs: object[]; images: object[] };
    const [vote, pair, image] = [votes, pairs, images].map((list) => (list as object[])[0] ?? {});
    const named = [file, plan, vote, pair, image, parts['session'], parts['setup'], parts['chance']];
    expect(
      unmentioned(
        textOf('results-format.md'),
        named.flatMap((part) => Object.keys(part ?? {})),
      ),
    ).toEqual([]);
  });
});

describe('links', () => {
  const top = resolve(docs, '..');
  const pages = [
    ...readdirSync(docs, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(docs, name)),
    ...readdirSync(top)
      .filter((name) => name.endsWith('.md'))
      .map((name) => join(top, name)),
  ];

  it('lead to files, pictures and headings that are there', () => {
    for (const page of pages) {
      for (const [, target = ''] of readFileSync(page, 'utf8').matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^https?:/.test(target)) continue;
        const [file = '', heading] = target.split('#');
        const path = file === '' ? page : join(dirname(page), file);
        expect(existsSync(path), `${page}: ${target}`).toBe(true);
        if (heading !== undefined) expect(headingsOf(path), `${page}: ${target}`).toContain(heading);
      }
    }
  });

  it('of the app lead to headings of the help, each of which has a name of its own', () => {
    for (const { page, heading } of Object.values(TOPICS))
      expect(headingsOf(join(docs, `${page}.md`))).toContain(heading);
    for (const page of ['guide.md', 'troubleshooting.md']) {
      const headings = headingsOf(join(docs, page));
      expect(headings.filter((one, index) => headings.indexOf(one) !== index)).toEqual([]);
    }
  });

  it('show every picture that is kept, and keep each small', () => {
    const shown = pages.map((page) => readFileSync(page, 'utf8')).join('\n');
    for (const name of readdirSync(join(docs, 'pictures'))) {
      expect(shown).toContain(`pictures/${name}`);
      expect(statSync(join(docs, 'pictures', name)).size, name).toBeLessThan(400_000);
    }
  });
});

function headingsOf(path: string): string[] {
  return [...readFileSync(path, 'utf8').matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replaceAll(/[^\w -]/g, '')
      .replaceAll(' ', '-'),
  );
}
