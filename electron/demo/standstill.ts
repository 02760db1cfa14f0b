import type { FaultSwitch, ServerFault } from './faults';
import { NodeFailure } from './nodeTypes';

/** Where the worker's nodes meet armed faults: they fail here, or stand still until something wakes them. */
export class Standstill {
  private readonly faults: FaultSwitch;
  /** A sampling fault that concerns the whole server. */
  private readonly struck: (kind: ServerFault) => void;
  /** The step after which the running sampler is to stand still. */
  private halt: { readonly step: number; readonly until: Promise<unknown> | undefined } | null = null;
  private wakeUp: () => void = () => undefined;

  constructor(faults: FaultSwitch, struck: (kind: ServerFault) => void) {
    this.faults = faults;
    this.struck = struck;
  }

  /** An interrupt, or a restart, has come. */
  wake(): void {
    this.wakeUp();
  }

  /** A checkpoint is loaded. An interrupt does not cut that short. */
  async loading(): Promise<void> {
    for (const fault of this.faults.loading()) await fault.until;
  }

  async samplingStarts(): Promise<void> {
    this.halt = null;
    for (const fault of this.faults.sampling()) {
      const { kind } = fault;
      if (kind === 'out_of_memory') {
        throw new NodeFailure(
          'torch.OutOfMemoryError',
          'Allocation on device 0 would exceed allowed memory. (out of memory)\nThe demo pretends that the graphics card is full.\n',
        );
      }
      if (kind === 'node_error')
        throw new NodeFailure('RuntimeError', 'The demo pretends that a node broke.\n');
      if (kind === 'stuck') this.halt = { step: fault.step ?? 0, until: fault.until };
      else this.struck(kind);
    }
    await this.stepDone(0);
  }

  /** Stands still at the step where a fault wants it, until an interrupt wakes it or the fault lets go. */
  async stepDone(step: number): Promise<void> {
    const { halt } = this;
    if (halt === null || halt.step !== step) return;
    this.halt = null;
    await new Promise<void>((resolve) => {
      this.wakeUp = resolve;
      void halt.until?.finally(resolve);
    });
  }
}
