import { z } from 'zod';
import { AppFailure, type FieldFault } from '../../core/contract/failure';
import type { JsonValue } from '../../core/session/json';
import { isLoraInput } from '../../core/workflow/loraSlots';
import { didYouMean } from '../../core/workflow/names';
import { type ComfyGraph, isSameFile, nodeLabel } from '../../core/workflow/nodes';

/** Where a graph's values come from, so that a fault lands beside the field that the person can change. */
export interface GraphOrigin {
  /** The LoRA files of the set-up, in its order. */
  readonly loras: readonly string[];
  /** True for the person's own workflow: its model and sampler stand in that file, not in fields of the set-up. */
  readonly isOwnWorkflow: boolean;
}

const nodeErrorSchema = z.object({
  type: z.string(),
  message: z.string().catch(''),
  details: z.string().catch(''),
  extra_info: z
    .looseObject({
      input_name: z.string().optional(),
      input_config: z.unknown(),
      received_value: z.unknown(),
    })
    .catch({ input_config: null, received_value: null }),
});

const refusalSchema = z.object({
  error: z.union([
    z.string().transform((message) => ({ type: '', message, details: '', extra_info: {} })),
    z.object({
      type: z.string().catch(''),
      message: z.string().catch(''),
      details: z.string().catch(''),
      extra_info: z.looseObject({}).catch({}),
    }),
  ]),
  node_errors: z
    .record(z.string(), z.object({ class_type: z.string().catch(''), errors: z.array(nodeErrorSchema) }))
    .catch({}),
});

export const nodeErrorsSchema = refusalSchema.shape.node_errors;
type NodeErrors = z.infer<typeof nodeErrorsSchema>;

/** The list that an input must be chosen from, where the refusal does not carry it. */
export type ListOptions = (className: string, input: string) => Promise<string[]>;

/**
 * Puts the server's refusal of a prompt into words.
 * In: the body of the 400 answer, the graph that was sent, where its values come from, and a way to ask for lists.
 * Out: AppFailure server_refuses with one fault for each field.
 */
export async function refusalFailure(
  body: JsonValue,
  graph: ComfyGraph,
  origin: GraphOrigin,
  listOptions: ListOptions,
): Promise<AppFailure> {
  const parsed = refusalSchema.safeParse(body);
  if (!parsed.success)
    return refused([
      { field: 'setup.workflow', message: 'ComfyUI refused the workflow without saying why.' },
    ]);
  const { error, node_errors } = parsed.data;
  const faults = await nodeFaults(node_errors, graph, origin, listOptions);
  if (faults.length > 0) return refused(faults);
  return refused([{ field: 'setup.workflow', message: topFault(error, graph) }]);
}

/** As `refusalFailure`, for the node errors that come with an accepted prompt. */
export async function partialFailure(
  errors: NodeErrors,
  graph: ComfyGraph,
  origin: GraphOrigin,
  listOptions: ListOptions,
): Promise<AppFailure> {
  const faults = await nodeFaults(errors, graph, origin, listOptions);
  return refused(
    faults.length > 0
      ? faults
      : [{ field: 'setup.workflow', message: 'ComfyUI took only a part of the workflow.' }],
  );
}

function refused(faults: readonly FieldFault[]): AppFailure {
  const [first] = faults;
  const message = first?.message ?? 'ComfyUI refused the workflow.';
  return new AppFailure('server_refuses', message, {
    field: first?.field ?? 'setup.workflow',
    details: faults,
  });
}

/** Older servers name the missing class only inside the message. */
function topFault(
  error: { type: string; message: string; details: string; extra_info: { [key: string]: unknown } },
  graph: ComfyGraph,
): string {
  const id = /#'?([^'\s]+)/.exec(error.details)?.[1] ?? error.extra_info['node_id'];
  const known = error.extra_info['class_type'];
  const className =
    typeof known === 'string' ? known : typeof id === 'string' ? graph[id]?.class_type : undefined;
  const isMissing =
    error.type === 'missing_node_type' || /node .*(not found|does not exist)/i.test(error.message);
  if (isMissing && className !== undefined) return missingNode(className);
  if (error.type === 'prompt_no_outputs') return 'The workflow saves no image. Add a SaveImage node to it.';
  const words = [error.message, error.details].filter((part) => part !== '').join(': ');
  return `ComfyUI refused the workflow: ${words === '' ? 'it does not say why' : words}.`.replace(
    /\.+$/,
    '.',
  );
}

/** The sentence for a node class that the server does not have. */
export function missingNode(className: string): string {
  return `This server has no node ${className}. Install it in ComfyUI, or use another workflow.`;
}

async function nodeFaults(
  errors: NodeErrors,
  graph: ComfyGraph,
  origin: GraphOrigin,
  listOptions: ListOptions,
): Promise<FieldFault[]> {
  const faults: FieldFault[] = [];
  for (const [id, node] of Object.entries(errors)) {
    for (const error of node.errors) {
      const input = error.extra_info.input_name;
      const received = error.extra_info.received_value;
      if (error.type === 'value_not_in_list' && input !== undefined && typeof received === 'string') {
        const config = error.extra_info.input_config;
        const carried = Array.isArray(config) && Array.isArray(config[0]) ? config[0].filter(isText) : null;
        const list = carried ?? (await listOptions(node.class_type, input));
        faults.push(notInList(nodeLabel(graph, id), input, received, list, origin));
      } else {
        const reason = [error.message, error.details].filter((part) => part !== '').join(': ');
        faults.push({
          field: 'setup.workflow',
          message: `${nodeLabel(graph, id)} is refused. ${reason}.`.replace(/\.+$/, '.'),
        });
      }
    }
  }
  return faults.filter((fault, index) => faults.findIndex((one) => one.message === fault.message) === index);
}

/** The fault of a name that the server does not list: which thing it is, what may have been meant, beside which field. */
export function notInList(
  label: string,
  input: string,
  value: string,
  list: readonly string[],
  origin: GraphOrigin,
): FieldFault {
  if (isLoraInput(input)) {
    const index = origin.loras.findIndex((lora) => isSameFile(lora, value));
    return {
      field: index < 0 ? 'setup.workflow' : `setup.loras[${index}]`,
      message: `This server has no LoRA named ${value}. ${didYouMean(value, list, 'Choose one from its list.')}`,
    };
  }
  const thing = NAMED_INPUTS.get(input);
  if (thing === undefined) {
    const message = `${label}: this server has no ${value} to choose for ${input}. ${didYouMean(value, list, 'Change it in the workflow.')}`;
    return { field: 'setup.workflow', message };
  }
  return {
    field: origin.isOwnWorkflow ? 'setup.workflow' : thing.field,
    message: `This server has no ${thing.word} named ${value}. ${didYouMean(value, list, 'Choose one from its list.')}`,
  };
}

const NAMED_INPUTS = new Map([
  ['ckpt_name', { word: 'checkpoint', field: 'setup.checkpoint' }],
  ['unet_name', { word: 'diffusion model', field: 'setup.checkpoint' }],
  ['vae_name', { word: 'VAE', field: 'setup.workflow' }],
  ['sampler_name', { word: 'sampler', field: 'setup.sampling' }],
  ['scheduler', { word: 'scheduler', field: 'setup.sampling' }],
]);

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
