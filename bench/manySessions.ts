import { createHash } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { planPairs } from '../core/plan/jobs';
import { createRandom } from '../core/plan/random';
import { drawOrder } from '../core/plan/trials';
import { toDocument } from '../core/session/document';
import type { JournalEvent, NewEvent } from '../core/session/events';
import { formatStamp, parseSessionId } from '../core/session/identity';
import { applyEvent } from '../core/session/journal';
import { stringifyJson } from '../core/session/json';
import { blankSetup, type Setup } from '../core/session/setup';
import { FIRST_RATER, newSession } from '../core/session/state';
import { journalLine } from '../electron/sessions/journalFile';
import { sessionFolder } from '../electron/sessions/sessionFolder';

/** How large the sessions are, how many of a hundred, and which share of the votes is cast. */
const SIZES = [
  { share: 30, prompts: 2, weights: [1], metrics: 1, images: false, votes: 0 },
  { share: 50, prompts: 2, weights: [0.4, 0.7, 1], metrics: 2, images: true, votes: 1 },
  { share: 18, prompts: 6, weights: [0.4, 0.7, 1], metrics: 2, images: true, votes: 0.7 },
  { share: 2, prompts: 20, weights: [0.2, 0.4, 0.6, 0.8, 1], metrics: 2, images: true, votes: 1 },
] as const;
type Size = (typeof SIZES)[number];

const THINGS = [
  'fox',
  'lighthouse',
  'Straßenbahn',
  'мост',
  'market',
  'orchard',
  'violin',
  'глина',
  'harbour',
];
const LIGHTS = ['at dawn', 'in heavy rain', 'under neon light', 'in soft winter light', 'seen from above'];
const LORAS = ['inkwash_v1-000008', 'snowfox-000012', 'oldfilm_v3', 'gouache-7', 'Übermaler_v2'];
/** Stand in the texts that are made once, and are replaced in each session. */
const ID = parseSessionId('19700101_000001');
const [THING, LIGHT, LORA, NOTE] = ['<thing>', '<light>', '<lora>', '<note>'];

/** The same for the time of a save, in seconds since 1970. */
const TIME = 1_775_000_000;

/** The texts of a session of one size. */
interface Template {
  readonly journal: string;
  readonly document: string;
}

/** Writes so many sessions with journals and saved files of several sizes, each a minute younger than the one before. */
export async function writeManySessions(root: string, count: number): Promise<void> {
  const templates = SIZES.flatMap((size) => Array.from({ length: size.share }, () => size));
  const made = new Map(SIZES.map((size) => [size, templateOf(size)]));
  const first = new Date(2026, 0, 1).getTime();
  for (let from = 0; from < count; from += 100) {
    await Promise.all(
      Array.from({ length: Math.min(100, count - from) }, async (_, offset) => {
        const index = from + offset;
        const template = made.get(templates[(index * 37) % templates.length] ?? SIZES[0]);
        if (template === undefined) throw new Error('A size has no template.');
        await writeOne(root, formatStamp(new Date(first + index * 60_000)), index, template);
      }),
    );
  }
}

async function writeOne(root: string, id: string, index: number, template: Template): Promise<void> {
  const fill = (text: string) =>
    text
      .replaceAll(ID, id)
      .replaceAll(String(TIME), String(TIME + index * 60))
      .replaceAll(THING, `${THINGS[index % THINGS.length]}`)
      .replaceAll(LIGHT, `${LIGHTS[index % LIGHTS.length]}`)
      .replaceAll(LORA, `${LORAS[index % LORAS.length]}`)
      .replaceAll(NOTE, `number ${index} of the series`);
  const folder = sessionFolder(root, id);
  await mkdir(folder.output, { recursive: true });
  const document = fill(template.document);
  await writeFile(folder.journal, fill(template.journal).replace('<sha256>', sha256(document)));
  if (template.document !== '') await writeFile(folder.meta, document);
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function templateOf(size: Size): Template {
  const setup: Setup = {
    ...blankSetup(['demo']),
    loras: [`demo/${LORA}.safetensors`],
    weight_range: null,
    weights: [...size.weights],
    seeds: [1],
    metrics: ['Quality', 'Style'].slice(0, size.metrics),
    prompt_pairs: Array.from({ length: size.prompts }, (_, index) => ({
      positive: `a painting of a ${THING} ${LIGHT}, detailed brush strokes, muted colours, variation ${index}`,
      negative: 'blurry, low quality, jpeg artefacts',
    })),
  };
  const events = placed(eventsOf(setup, size));
  if (!size.images) return { journal: events.map(journalLine).join(''), document: '' };
  const state = newSession(ID, '2026-01-01T00:00:00.000Z', ['demo']);
  for (const event of events) applyEvent(state, event);
  const saved = placed([{ type: 'saved', sha256: '<sha256>', timestamp: TIME }], events.length);
  return {
    journal: [...events, ...saved].map(journalLine).join(''),
    document: `${stringifyJson(toDocument(state, TIME), 2)}\n`,
  };
}

function eventsOf(setup: Setup, size: Size): NewEvent[] {
  const draft: NewEvent[] = [
    { type: 'setup_changed', changes: setup },
    { type: 'notes_changed', notes: `${NOTE}, tried on a quiet evening` },
  ];
  if (!size.images) return draft;
  const pairs = planPairs(setup, 1);
  const files = [...new Set(pairs.flatMap((pair) => [pair.baseline, pair.lora]))];
  const order = drawOrder(pairs, createRandom(1, 'order'));
  const place = (done: number) => ({ done, total: files.length, next_action: 'generate_images' });
  const images = files.flatMap((file, index): NewEvent[] => [
    {
      type: 'images_generating',
      job: file,
      server: 'demo',
      prompt_id: `00000000-0000-4000-8000-${index.toString().padStart(12, '0')}`,
      prefix: `blindfold_${index}`,
      prompt_index: 0,
      ...place(index),
    },
    {
      type: 'image_completed',
      job: file,
      file,
      prompt_index: 0,
      sha256: sha256(file),
      size_bytes: 1_500_000,
      width: 1024,
      height: 1024,
      server: 'demo',
      timestamp: '20260401_200000',
      seconds: 4.2,
      ...place(index + 1),
    },
  ]);
  const trials = order.flatMap((entry) => setup.metrics.map((metric) => ({ ...entry, metric })));
  const votes = trials.slice(0, Math.round(trials.length * size.votes)).map(
    ({ pair, swap, metric }, index): NewEvent => ({
      type: 'vote_cast',
      vote_id: sha256(`${pair} ${metric}`).slice(0, 16),
      rater: FIRST_RATER,
      pair,
      metric,
      choice: (['A', 'B', 'same'] as const)[index % 3] ?? 'A',
      stars: null,
      note: null,
      flags: [],
      elapsed_ms: 2100,
      swap,
    }),
  );
  return [
    ...draft,
    { type: 'session_start', setup, order_seed: 1, blind_key: sha256('key'), ...place(0) },
    { type: 'order_drawn', rater: FIRST_RATER, round: 0, order },
    ...images,
    { type: 'session_completed', ...place(files.length), next_action: 'evaluate' },
    ...votes,
  ];
}

function placed(events: readonly NewEvent[], after = 0): JournalEvent[] {
  return events.map((event, index) => ({
    ...event,
    seq: after + index + 1,
    at: '2026-04-01T20:00:00.000Z',
  }));
}
