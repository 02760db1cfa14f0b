import { create } from 'zustand';
import type { Known, MadeMetric, MadePrompt, Maker } from '../../core/contract/assistantView';
import { AppFailure } from '../../core/contract/failure';
import type { PushPayload } from '../../core/contract/pushes';
import {
  type Asked,
  answered,
  begun,
  ended,
  isUnderWay,
  NOTHING_ASKED,
  progressed,
  stopped,
  toggledAt,
} from './askPhases';
import { call, failureText } from './backend';

/** What is said of the LoRA, for prompts and metrics alike. */
export interface AskWish {
  description: string;
  /** As typed; null while they are those that the LoRA file names. */
  triggerText: string | null;
  count: number;
  coverage: boolean;
  withoutTrigger: number;
}

interface AskStore {
  wish: AskWish;
  /** Who was chosen last; null until somebody chose. */
  by: Maker | null;
  /** Whose panel was left for the settings, and opens again when the set-up is back. */
  left: Kind | null;
  prompts: Asked<MadePrompt>;
  metrics: Asked<MadeMetric>;
}

const FIRST_WISH: AskWish = {
  description: '',
  triggerText: null,
  count: 8,
  coverage: true,
  withoutTrigger: 0,
};

/** What the assistant is asked for in the set-up that is open. It lasts as long as that is, also while its panel is closed. */
export const useAsk = create<AskStore>()(() => ({
  wish: FIRST_WISH,
  by: null,
  left: null,
  prompts: NOTHING_ASKED,
  metrics: NOTHING_ASKED,
}));

/** Changes what is said of the LoRA, or what is wished for. */
export function wishFor(change: Partial<AskWish>): void {
  useAsk.setState(({ wish }) => ({ wish: { ...wish, ...change } }));
}

/** Chooses who makes them, from now on in this window. */
export function chooseMaker(by: Maker): void {
  useAsk.setState({ by });
}

/** A panel is left for the settings, or is there again. */
export function leavePanel(left: Kind | null): void {
  useAsk.setState({ left });
}

interface Request {
  by: Maker;
  /** Named while it is waited for; null for the word lists. */
  model: string | null;
  known: Known;
  /** What is in the set-up already. */
  present: readonly string[];
}

/** So much of what is there already is told. */
const MOST_PRESENT = 1000;

/** Asks for prompts as they are wished for. Settles when the answer is there, or why there is none. */
export async function askForPrompts({ by, model, known, present }: Request): Promise<void> {
  const { wish, prompts } = useAsk.getState();
  await ask('prompts', by, model, async (request_id) => {
    // Others are wanted than those that are listed, but for an answer that broke off.
    const listed = prompts.phase === 'done' ? prompts.items.map(({ positive }) => positive) : [];
    const { pairs, ...answer } = await call('assistant.prompts', {
      request_id,
      description: wish.description,
      made_by: by,
      known,
      present: [...present, ...listed].slice(-MOST_PRESENT),
      count: wish.count,
      coverage: wish.coverage,
      without_trigger: known.trigger_words.length === 0 ? 0 : wish.withoutTrigger,
      seed: crypto.getRandomValues(new Uint32Array(1))[0] ?? 0,
    });
    return { ...answer, items: pairs };
  });
}

/** Asks for metrics. Settles when the answer is there, or why there is none. */
export async function askForMetrics({ by, model, known, present }: Request): Promise<void> {
  const { wish } = useAsk.getState();
  await ask('metrics', by, model, async (request_id) => {
    const { metrics, ...answer } = await call('assistant.metrics', {
      request_id,
      description: wish.description,
      made_by: by,
      known,
      present: [...present],
    });
    return { ...answer, items: metrics };
  });
}

export type Kind = 'prompts' | 'metrics';
type ItemOf = { prompts: MadePrompt; metrics: MadeMetric };

async function ask<K extends Kind>(
  kind: K,
  by: Maker,
  model: string | null,
  send: (
    requestId: string,
  ) => Promise<{ items: ItemOf[K][]; model: string | null; remarks: readonly string[] }>,
): Promise<void> {
  stopAsking(kind);
  const requestId = crypto.randomUUID();
  change(kind, (asked) => begun(asked, { requestId, by, model, since: Date.now() }));
  try {
    const answer = await send(requestId);
    change(kind, (asked) => answered(asked, requestId, answer));
  } catch (error) {
    const isStopped = error instanceof AppFailure && error.code === 'cancelled';
    change(kind, (asked) => ended(asked, requestId, isStopped ? null : failureText(error)));
  }
}

function change<K extends Kind>(kind: K, edit: (asked: Asked<ItemOf[K]>) => Asked<ItemOf[K]>): void {
  useAsk.setState((state) => ({ [kind]: edit(state[kind] as unknown as Asked<ItemOf[K]>) }));
}

/** Stops what is asked for, if anything is; what came stays. */
export function stopAsking(kind: Kind): void {
  const asked = useAsk.getState()[kind];
  if (!isUnderWay(asked) || asked.requestId === null) return;
  change(kind, (now) => stopped(now));
  // Whoever cannot be told that it is stopped does not answer either.
  call('assistant.cancel', { request_id: asked.requestId }).catch((error: unknown) => {
    if (!(error instanceof AppFailure)) throw error;
  });
}

/** A box beside something that came was pressed. */
export function toggleAsked(kind: Kind, place: number): void {
  change(kind, (asked) => toggledAt(asked, place));
}

/** What came was taken, or is not wanted. */
export function dropAsked(kind: Kind): void {
  stopAsking(kind);
  useAsk.setState({ [kind]: NOTHING_ASKED });
}

/** Another set-up is open: what was said and made for the one before has no place in it. */
export function forgetAsked(): void {
  for (const kind of ['prompts', 'metrics'] as const) dropAsked(kind);
  useAsk.setState({ wish: FIRST_WISH, left: null });
}

/** Takes in how far an answer is. */
export function askProgressed({
  request_id,
  phase,
  pairs,
  metrics,
}: PushPayload<'assistant.progressed'>): void {
  change('prompts', (asked) => progressed(asked, { request_id, phase, items: pairs }));
  change('metrics', (asked) => progressed(asked, { request_id, phase, items: metrics }));
}
