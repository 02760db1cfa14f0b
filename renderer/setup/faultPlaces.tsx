import type { ReactNode } from 'react';
import { HelpLink } from '../help/HelpLink';
import type { DraftFault } from '../store/draft';
import { LinkButton } from '../ui/Button';
import { goToField } from '../ui/fieldPlace';

/** The first fault of a field or of anything inside it. */
export function faultAt(faults: readonly DraftFault[], field: string): DraftFault | undefined {
  return faults.find(
    (fault) =>
      fault.field === field || fault.field.startsWith(`${field}.`) || fault.field.startsWith(`${field}[`),
  );
}

const NAMES: Readonly<Record<string, string>> = {
  servers: 'server',
  checkpoint: 'checkpoint',
  workflow: 'workflow',
  bindings: 'workflow nodes',
  size: 'size',
  sampling: 'sampling',
  loras: 'LoRA',
  weight_range: 'weights',
  weights: 'weights',
  text_encoder: 'text encoder',
  leave_nothing_on_server: 'what stays on the server',
  prompt_pairs: 'prompts',
  metrics: 'metrics',
  metric_mode: 'how metrics are asked',
  seeds: 'seeds',
  own_seeds: 'pairs with an own seed',
  self_check: 'self-check',
  quality_control: 'quality control',
  plan: 'number of images',
};
const ITEM_NAMES: Readonly<Record<string, string>> = {
  servers: 'server',
  loras: 'LoRA',
  prompt_pairs: 'prompt',
  metrics: 'metric',
  seeds: 'seed',
};

const PART_NAMES: Readonly<Record<string, string>> = {
  'setup.bindings.output': 'output node',
  'setup.bindings.sampler': 'sampler node',
  'setup.bindings.lora': 'LoRA node',
  'setup.bindings.seed': 'seed node',
  'setup.bindings.positive': 'positive prompt’s node',
  'setup.bindings.negative': 'negative prompt’s node',
  'setup.bindings.checkpoint': 'model’s node',
  'setup.bindings.size': 'size’s node',
  'setup.weight_range.min': 'smallest weight',
  'setup.weight_range.max': 'largest weight',
  'setup.weight_range.step': 'step of the weights',
  'setup.size[0]': 'width',
  'setup.size[1]': 'height',
  'setup.sampling.steps': 'steps',
  'setup.sampling.cfg': 'CFG',
  'setup.sampling.sampler_name': 'sampler',
  'setup.sampling.scheduler': 'scheduler',
  'setup.quality_control.repeats': 'repeats',
  'setup.quality_control.catches': 'catch trials',
};

/** A fault's place in words: `setup.prompt_pairs[2].positive` is `prompt 3`. */
export function placeName(field: string): string {
  const part = PART_NAMES[placeOfFault(field)];
  if (part !== undefined) return part;
  const [, root = '', index] = /^(?:setup\.)?([a-z_]+)(?:\[(\d+)\])?/.exec(field) ?? [];
  if (index === undefined || !(root in ITEM_NAMES)) return NAMES[root] ?? root;
  if (root === 'loras' && index === '0') return 'LoRA';
  return `${ITEM_NAMES[root]} ${Number(index) + 1}`;
}

/** A fault's sentence with the names it could have been, each one press away. */
export function faultText(
  fault: DraftFault | undefined,
  onChoose?: (name: string) => void,
): ReactNode | undefined {
  if (fault === undefined) return undefined;
  if (fault.suggestions.length === 0 || onChoose === undefined) return withHelp(fault);
  return (
    <>
      {fault.message} Did you mean{' '}
      {fault.suggestions.map((name, index) => (
        <span key={name}>
          {index === 0 ? null : ' or '}
          {/* The question mark does not stand alone on a line of its own. */}
          <span className="faultline__name">
            <LinkButton onClick={() => onChoose(name)}>{name}</LinkButton>
            {index === fault.suggestions.length - 1 ? '?' : null}
          </span>
        </span>
      ))}
    </>
  );
}

/** What a server lacks is put right outside of Blindfold, so that the help says how. */
function withHelp({ message }: DraftFault): ReactNode {
  if (!message.startsWith('This server has no ')) return message;
  return (
    <>
      {message} <HelpLink topic="lackingServer" about={message} />
    </>
  );
}

/** Roles that have no row of their own stand with another. */
const ROW_OF: Readonly<Record<string, string>> = {
  more_seeds: 'seed',
  more_positive: 'positive',
  more_negative: 'negative',
  model_source: 'checkpoint',
  clip_source: 'checkpoint',
  lora_entry: 'lora',
};

/** The place of a fault on the screen: what is wrong with a workflow's node stands in the row of its role. */
export function placeOfFault(field: string): string {
  const role = /^setup\.bindings\.([a-z_]+)/.exec(field)?.[1];
  if (role !== undefined) return `setup.bindings.${ROW_OF[role] ?? role}`;
  return field === 'setup.bindings' ? 'setup.workflow' : field;
}

/** Brings a fault's place into view and puts the cursor into it. */
export function goToFault(field: string): void {
  goToField(placeOfFault(field));
}
