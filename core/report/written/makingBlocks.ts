import { formatWeight } from '../../plan/weights';
import { generatedWords } from '../../prompts/generatedWords';
import { countText, dayText, listText, numberText } from '../figureText';
import type { Report } from '../report';
import type { Block, Fact } from './blocks';
import type { ReportContext } from './context';
import { whenText } from './timeText';

const UNKNOWN = 'not known';
const MOST_SEEDS = 50;

/** How the pictures were made: what was set, every prompt whole, and notes. */
export function makingBlocks(report: Report, context: ReportContext): Block[] {
  const generated = generatedWords(context.prompts);
  return [
    { kind: 'facts', facts: settingFacts(report, context) },
    ...(generated === null ? [] : [{ kind: 'text' as const, text: generated }]),
    ...context.prompts.flatMap(({ positive, negative }, index): Block[] => [
      { kind: 'whole', name: `Prompt ${index + 1}`, text: positive },
      ...(negative === ''
        ? []
        : [{ kind: 'whole' as const, name: `Negative prompt ${index + 1}`, text: negative }]),
    ]),
    ...(context.notes.trim() === ''
      ? []
      : [{ kind: 'whole' as const, name: 'Notes on the session', text: context.notes }]),
  ];
}

function settingFacts(report: Report, context: ReportContext): Fact[] {
  const { sampling, size, checkpoint } = context;
  const files = [...new Set(report.overall.map(({ lora_filename }) => lora_filename))];
  const weights = [...new Set(report.overall.map(({ weight }) => weight))].sort((a, b) => a - b);
  return [
    {
      name: files.length === 1 ? 'LoRA file' : 'LoRA files',
      value: files.length === 0 ? UNKNOWN : listText(files),
    },
    { name: 'Weights', value: weights.length === 0 ? UNKNOWN : listText(weights.map(formatWeight)) },
    { name: 'Text encoder', value: encoderText(context.text_encoder) },
    { name: 'Checkpoint', value: checkpoint ?? UNKNOWN },
    { name: 'Workflow', value: context.own_workflow ? 'a workflow of its own' : 'built in' },
    { name: 'Sampler', value: samplerText(sampling) },
    { name: 'Steps', value: sampling?.steps === undefined ? UNKNOWN : numberText(sampling.steps) },
    { name: 'CFG', value: sampling?.cfg === undefined ? UNKNOWN : String(sampling.cfg) },
    { name: 'Size', value: size === null ? UNKNOWN : `${size[0]} × ${size[1]} px` },
    { name: 'Seeds', value: seedsText(context) },
    { name: 'Pairs', value: numberText(context.pairs) },
    { name: 'Self-check', value: context.self_check ?? 'not made' },
  ];
}

function samplerText(sampling: ReportContext['sampling']): string {
  const parts = [sampling?.sampler_name, sampling?.scheduler].filter((part) => part !== undefined);
  return parts.length === 0 ? UNKNOWN : parts.join(', ');
}

function encoderText(encoder: ReportContext['text_encoder']): string {
  switch (encoder.mode) {
    case 'follows':
      return 'at the weight of the LoRA';
    case 'fixed':
      return `at ${formatWeight(encoder.weight)} throughout`;
    case 'left_out':
      return 'without the LoRA';
  }
}

/** The seeds in words: every digit of them, as long as there are not very many. */
export function seedsText({ seeds, own_seeds }: Pick<ReportContext, 'seeds' | 'own_seeds'>): string {
  if (own_seeds !== null) return `every pair one of its own, ${own_seeds} for each prompt and candidate`;
  if (seeds.length === 0) return UNKNOWN;
  const rest = seeds.length - MOST_SEEDS;
  const named = seeds.slice(0, MOST_SEEDS).map(String);
  return rest > 0 ? `${named.join(', ')} and ${countText(rest, 'more seed')}` : named.join(', ');
}

/** Where a report comes from. */
export function aboutFacts(report: Report, context: ReportContext): Fact[] {
  return [
    { name: 'Session', value: report.session_id },
    { name: 'Made', value: dayText(context.created_at) },
    { name: 'First vote', value: whenText(context.first_vote_at) },
    { name: 'Last vote', value: whenText(context.last_vote_at) },
    { name: 'Labels shown', value: whenText(context.revealed_at) },
    { name: 'Report written', value: whenText(context.written_at) },
    { name: 'Written by', value: `Blindfold ${context.version}` },
    { name: 'Seed of the resampling', value: String(report.bootstrap_seed) },
  ];
}
