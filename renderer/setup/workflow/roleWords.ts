import type { RoleView, WorkflowDrawing, WorkflowRole } from '../../../core/contract/workflowView';
import type { Setup } from '../../../core/session/setup';

/** What the screen calls each role. */
export const ROLE_NAMES: Readonly<Record<WorkflowRole, string>> = {
  output: 'Output',
  sampler: 'Sampler',
  lora: 'LoRA',
  seed: 'Seed',
  positive: 'Positive',
  negative: 'Negative',
  checkpoint: 'Model',
  size: 'Size',
};

/** In the order in which a picture comes to be: that of the graph, from left to right. */
export const ROLE_ORDER: readonly WorkflowRole[] = [
  'checkpoint',
  'lora',
  'positive',
  'negative',
  'size',
  'sampler',
  'seed',
  'output',
];

type Node = WorkflowDrawing['nodes'][number];

/** A node as a person finds it in ComfyUI: its class and its number, and the title it was given. */
export function nodeName(node: Pick<Node, 'id' | 'class_type' | 'title'>): string {
  const name = `${node.class_type} node ${node.id}`;
  const title = tellingTitle(node);
  return title === null ? name : `${name} “${title}”`;
}

/** A node's title where it says more than its class: ComfyUI titles a CLIPTextEncode `CLIP Text Encode (Prompt)` by itself. */
export function tellingTitle({ class_type, title }: Pick<Node, 'class_type' | 'title'>): string | null {
  if (title === null) return null;
  return letters(title).startsWith(letters(class_type)) ? null : title;
}

function letters(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '');
}

/** What a node is for, in words; empty when it plays no role. */
export function rolesText(roles: readonly WorkflowRole[]): string {
  return ROLE_ORDER.filter((role) => roles.includes(role))
    .map((role) => ROLE_NAMES[role])
    .join(', ');
}

/** The corrections once a role is pointed at one of its choices. */
export function pointed(
  bindings: Setup['bindings'],
  choice: RoleView['choices'][number],
): NonNullable<Setup['bindings']> {
  return { ...bindings, ...choice.bindings };
}

/** The corrections once a role is found by itself again; null when none is left. */
export function foundAgain(bindings: Setup['bindings'], role: RoleView): Setup['bindings'] {
  const own = new Set<string>([role.role, ...role.choices.flatMap((choice) => Object.keys(choice.bindings))]);
  const left = Object.entries(bindings ?? {}).filter(([name]) => !own.has(name));
  return left.length === 0 ? null : Object.fromEntries(left);
}
