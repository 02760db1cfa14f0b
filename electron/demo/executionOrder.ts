import { type Graph, isLink } from './graph';

/**
 * The order in which ComfyUI runs the nodes that a graph still needs: one that feeds an output node soon
 * goes first, else the one found first. Nodes whose results are cached are not in it, except output nodes.
 */
export class ExecutionOrder {
  private readonly pending = new Set<string>();
  private readonly waitsFor = new Map<string, Set<string>>();
  private readonly blocking = new Map<string, Set<string>>();
  private readonly isOutput: (id: string) => boolean;

  constructor(
    graph: Graph,
    outputs: readonly string[],
    isCached: (id: string) => boolean,
    isOutput: (id: string) => boolean,
  ) {
    this.isOutput = isOutput;
    for (const output of outputs) this.add(graph, output, isCached);
  }

  private add(graph: Graph, output: string, isCached: (id: string) => boolean): void {
    const stack = [output];
    const links: [from: string, to: string][] = [];
    for (let id = stack.pop(); id !== undefined; id = stack.pop()) {
      if (this.pending.has(id)) continue;
      this.pending.add(id);
      this.waitsFor.set(id, new Set());
      this.blocking.set(id, new Set());
      for (const value of Object.values(graph[id]?.inputs ?? {})) {
        if (!isLink(value) || isCached(value[0])) continue;
        stack.push(value[0]);
        links.push([value[0], id]);
      }
    }
    for (const [from, to] of links) {
      this.waitsFor.get(to)?.add(from);
      this.blocking.get(from)?.add(to);
    }
  }

  /** The next node to run, or null when all are done. */
  next(): string | null {
    const ready = [...this.pending].filter((id) => this.waitsFor.get(id)?.size === 0);
    const feeds = (id: string) => [...(this.blocking.get(id) ?? [])];
    return (
      ready.find((id) => this.isOutput(id)) ??
      ready.find((id) => feeds(id).some((fed) => this.isOutput(fed))) ??
      ready.find((id) => feeds(id).some((fed) => feeds(fed).some((last) => this.isOutput(last)))) ??
      ready[0] ??
      null
    );
  }

  done(id: string): void {
    this.pending.delete(id);
    for (const fed of this.blocking.get(id) ?? []) this.waitsFor.get(fed)?.delete(id);
  }
}
