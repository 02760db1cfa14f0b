import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { stringifyJson } from '../../session/json';
import { workflowChanges } from '../../testing/workflowChanges';
import { findRoles } from '../graph';
import { inspectWorkflow } from '../inspect';
import { otherLoraUses } from '../loraChoice';
import { loraSlotsOf } from '../loraSlots';
import { ancestorsOf, type ComfyGraph } from '../nodes';
import { patchWorkflow } from '../patch';
import { readWorkflowFile } from '../workflowFile';
import { EXPECTED_LORAS } from './expectedLoras';
import { EXPECTED_WAYS } from './expectedWays';

const EXPECTED = { ...EXPECTED_LORAS, ...EXPECTED_WAYS };
const UNDER_TEST = 'demo/inkwash_v1-000008.safetensors';
const loras = [UNDER_TEST];

function read(name: string): ComfyGraph {
  const file = `${name}.json`;
  return readWorkflowFile(file, readFileSync(join(import.meta.dirname, file)));
}

/** The graphs of one workflow's baseline and candidate. */
function made(name: string) {
  const graph = read(name);
  const bindings = findRoles(graph, { loras });
  const job = { positive: 'POS', negative: 'NEG', seed: 42, filename_prefix: 'bf/x' };
  const clip_weight = name === 'loraStacker' ? 0.5 : 0.25;
  return {
    graph,
    bindings,
    needed: ancestorsOf(graph, bindings.output),
    baseline: patchWorkflow(graph, bindings, { ...job, lora: null }),
    candidate: patchWorkflow(graph, bindings, {
      ...job,
      lora: { filename: UNDER_TEST, weight: 0.5, clip_weight },
    }),
  };
}

it('has an expectation for every graph', () => {
  const files = readdirSync(import.meta.dirname).filter((file) => file.endsWith('.json'));
  expect(files.map((file) => file.replace('.json', '')).sort()).toEqual(Object.keys(EXPECTED).sort());
});

describe.each(Object.entries(EXPECTED))('%s', (name, expected) => {
  it(expected.says, () => {
    const { graph, needed, baseline, candidate } = made(name);
    const { roles } = inspectWorkflow(graph, loras);
    const shown = roles.map(
      ({ role, text, value }) => `${role}: ${text}${value === null ? '' : ` = ${value}`}`,
    );
    expect(shown).toEqual(expected.roles);
    expect(workflowChanges(graph, baseline, needed)).toEqual(expected.baseline);
    expect(workflowChanges(baseline, candidate, new Set(Object.keys(baseline)))).toEqual(expected.candidate);
  });

  it('keeps to what every patch must', () => {
    const { graph, bindings, baseline, candidate } = made(name);
    expect(otherLoraUses(graph, bindings, loras)).toEqual([]);
    const acting = (patched: ComfyGraph) =>
      Object.keys(patched)
        .flatMap((id) => loraSlotsOf(patched, id))
        .filter((slot) => slot.isOn);
    const others = acting(graph).filter((slot) => slot.file !== UNDER_TEST);
    const files = (patched: ComfyGraph) => acting(patched).map(({ file }) => file);
    expect(files(baseline)).toEqual(others.map(({ file }) => file));
    expect(files(candidate).filter((file) => file === UNDER_TEST)).toHaveLength(1);
    for (const patched of [baseline, candidate]) {
      expect(ancestorsOf(patched, bindings.output)).toEqual(new Set(Object.keys(patched)));
      expect(patched[bindings.output]).toMatchObject({
        class_type: 'SaveImage',
        inputs: { filename_prefix: 'bf/x' },
      });
    }
  });
});

it('keeps a seed of 64 bits digit for digit, from the file into the picture', () => {
  expect(stringifyJson(read('sd15'))).toContain('"seed":18446744073709551557');
  const graph = read('flux');
  const patched = patchWorkflow(graph, findRoles(graph), {
    positive: '',
    negative: '',
    seed: 18446744073709551615n,
    lora: null,
    filename_prefix: 'x',
  });
  expect(stringifyJson(patched)).toContain('"noise_seed":18446744073709551615');
});
