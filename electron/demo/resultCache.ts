import { type JsonValue, stringifyJson } from '../../core/session/json';
import { type Graph, isLink } from './graph';
import type { RunResult } from './nodeTypes';

/** A result and the id of the node that made it, which may be called otherwise now. */
export interface CachedResult extends RunResult {
  readonly ranAs: string;
}

/** What beside its inputs a node's result hangs on; null for most nodes. */
export type Fingerprint = (node: Graph[string] | undefined) => string | null;

/**
 * ComfyUI's cache of results: only what the latest prompt can use is kept, and a result belongs to a
 * node's class, inputs and ancestors, whatever the nodes are called.
 */
export class ResultCache {
  private readonly results = new Map<string, CachedResult>();
  private keys = new Map<string, string>();
  private readonly fingerprint: Fingerprint;

  constructor(fingerprint: Fingerprint) {
    this.fingerprint = fingerprint;
  }

  /** Takes up a new prompt: everything that it cannot use is dropped. */
  setPrompt(graph: Graph): void {
    this.keys = new Map(Object.keys(graph).map((id) => [id, signature(graph, id, this.fingerprint)]));
    const useful = new Set(this.keys.values());
    for (const key of [...this.results.keys()]) if (!useful.has(key)) this.results.delete(key);
  }

  get(id: string): CachedResult | undefined {
    return this.results.get(this.keys.get(id) ?? '');
  }

  set(id: string, result: RunResult): void {
    const key = this.keys.get(id);
    if (key !== undefined) this.results.set(key, { ...result, ranAs: id });
  }

  clear(): void {
    this.results.clear();
  }
}

/** A node and its ancestors in the order of their discovery; links name ancestors by their place in it. */
function signature(graph: Graph, id: string, fingerprint: Fingerprint): string {
  const ancestors: string[] = [];
  const collect = (node: string): void => {
    for (const [, value] of sortedInputs(graph, node)) {
      if (!isLink(value) || ancestors.includes(value[0])) continue;
      ancestors.push(value[0]);
      collect(value[0]);
    }
  };
  collect(id);
  const described = [id, ...ancestors].map((node): JsonValue => {
    const inputs = sortedInputs(graph, node).map(
      ([name, value]): JsonValue =>
        isLink(value) ? [name, 'link', ancestors.indexOf(value[0]), value[1]] : [name, 'value', value],
    );
    return [graph[node]?.class_type ?? null, inputs, fingerprint(graph[node])];
  });
  return stringifyJson(described);
}

function sortedInputs(graph: Graph, id: string): [string, JsonValue][] {
  return Object.entries(graph[id]?.inputs ?? {}).sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0));
}
