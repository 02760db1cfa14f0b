import type { FieldFault } from '../../core/contract/failure';
import { isLoraInput, loraKindOf, loraSlotsOf } from '../../core/workflow/loraSlots';
import { didYouMean, matchName } from '../../core/workflow/names';
import { asLink, type ComfyGraph, type ComfyNode, nodeLabel } from '../../core/workflow/nodes';
import type { InputInfo, NodeInfo } from './answers';
import type { ComfyClient } from './client';
import { listLoras } from './probe';
import { type GraphOrigin, missingNode, notInList } from './refusal';

/** What a look at the server found. */
export interface ServerCheck {
  /** Empty when everything that the graphs name is there. */
  faults: FieldFault[];
  /** Each LoRA file of the set-up -> its spelling on this server (Windows writes folders the other way). */
  loras: Map<string, string>;
}

/**
 * Asks a server whether it has all that a set-up names: LoRA files, nodes, models, samplers, and takes its numbers.
 * In: graphs as they will be posted (one with a LoRA and one without are enough) and where their values come from.
 * Throws ComfyFailure when the server cannot be asked.
 */
export async function checkAgainstServer(
  client: ComfyClient,
  graphs: readonly ComfyGraph[],
  origin: GraphOrigin,
): Promise<ServerCheck> {
  const listed = await listLoras(client);
  const loras = new Map<string, string>();
  const faults: FieldFault[] = [];
  for (const [index, lora] of origin.loras.entries()) {
    const match = matchName(lora, listed);
    if (match !== null) loras.set(lora, match);
    else faults.push({ ...notInList('', 'lora_name', lora, listed, origin), field: `setup.loras[${index}]` });
  }
  const classes = await classesOf(client, graphs);
  for (const graph of graphs) {
    for (const [id, node] of Object.entries(graph)) {
      const info = classes.get(node.class_type) ?? null;
      if (info === null) faults.push({ field: 'setup.workflow', message: missingNode(node.class_type) });
      else faults.push(...nodeFaults(nodeLabel(graph, id), node, info, origin));
      faults.push(...skippedLoras(graph, id, listed, origin));
    }
  }
  const isFirst = (fault: FieldFault, index: number) =>
    faults.findIndex((one) => one.message === fault.message) === index;
  return { faults: faults.filter(isFirst), loras };
}

async function classesOf(
  client: ComfyClient,
  graphs: readonly ComfyGraph[],
): Promise<Map<string, NodeInfo | null>> {
  const names = new Set(graphs.flatMap((graph) => Object.values(graph).map((node) => node.class_type)));
  const found = await Promise.all(
    [...names].map(async (name) => [name, await client.objectInfo(name)] as const),
  );
  return new Map(found);
}

function nodeFaults(label: string, node: ComfyNode, info: NodeInfo, origin: GraphOrigin): FieldFault[] {
  const faults: FieldFault[] = [];
  for (const input of info.inputs.values()) {
    const value = Object.hasOwn(node.inputs, input.name) ? node.inputs[input.name] : undefined;
    if (value === undefined) {
      if (input.isRequired) {
        faults.push({
          field: 'setup.workflow',
          message: `${label} lacks its input ${input.name}. Connect it in ComfyUI.`,
        });
      }
    } else if (typeof value === 'string') {
      const fault = choiceFault(label, input, value, origin);
      if (fault !== null) faults.push(fault);
    } else if ((typeof value === 'number' || typeof value === 'bigint') && asLink(value) === null) {
      const fault = numberFault(label, input, value, origin);
      if (fault !== null) faults.push(fault);
    }
  }
  return faults;
}

/**
 * LoRAs of a Power Lora Loader that the server does not have: that node's entries are in no list that the server checks, and
 * it leaves out what it does not find. It also takes a name without its extension.
 */
function skippedLoras(
  graph: ComfyGraph,
  id: string,
  listed: readonly string[],
  origin: GraphOrigin,
): FieldFault[] {
  const node = graph[id];
  if (node === undefined || loraKindOf(node) !== 'power') return [];
  const bare = (name: string) => name.replace(/\.[a-z]{2,12}$/i, '');
  return loraSlotsOf(graph, id).flatMap(({ entry, file, isOn }) => {
    // Those under test are matched above, whichever way folders are written.
    if (!isOn || file === null || origin.loras.some((lora) => matchName(lora, [file]) !== null)) return [];
    if (listed.some((name) => name === file || bare(name) === bare(file))) return [];
    const message = `${nodeLabel(graph, id)}, ${entry}: this server has no LoRA named ${file}, and the node would leave it out without a word. ${didYouMean(file, listed, 'Choose one from its list, or switch that entry off.')}`;
    return [{ field: 'setup.workflow', message }];
  });
}

/** Inputs that are always chosen from the server's list; other choices may be checked by the node itself in its own way. */
const LISTED = /(_name(_?\d{1,3})?|^scheduler)$/;

function choiceFault(label: string, input: InputInfo, value: string, origin: GraphOrigin): FieldFault | null {
  if (
    !(LISTED.test(input.name) || isLoraInput(input.name)) ||
    input.options === null ||
    input.options.includes(value)
  )
    return null;
  const names = input.options.filter((option) => typeof option === 'string');
  const isUnderTest =
    isLoraInput(input.name) && origin.loras.some((lora) => matchName(lora, [value]) !== null);
  // These are matched above, whichever way folders are written.
  return isUnderTest ? null : notInList(label, input.name, value, names, origin);
}

function numberFault(
  label: string,
  input: InputInfo,
  value: number | bigint,
  origin: GraphOrigin,
): FieldFault | null {
  const isLow = input.min !== null && value < input.min;
  const isHigh = input.max !== null && value > input.max;
  if (!isLow && !isHigh) return null;
  const bound = isLow ? `not below ${input.min}` : `not above ${input.max}`;
  const field = origin.isOwnWorkflow ? 'setup.workflow' : (NUMBER_FIELDS.get(input.name) ?? 'setup.workflow');
  return { field, message: `${label}: ${input.name} is ${value}; this server takes values ${bound}.` };
}

const NUMBER_FIELDS = new Map([
  ['width', 'setup.size'],
  ['height', 'setup.size'],
  ['steps', 'setup.sampling'],
  ['cfg', 'setup.sampling'],
]);
