import { act } from '@testing-library/react';
import type { CommandArgs } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';
import type { Setup } from '../../core/session/setup';
import { useAssistant } from '../store/assistant';
import { forgetAsked, useAsk } from '../store/assistantAsk';
import { setClient } from '../store/backend';
import { blankDraft } from '../store/draft';
import { useNotices } from '../store/notices';
import { useSession } from '../store/session';
import { useDraft } from '../store/setupDraft';

type ClientCall = NonNullable<Parameters<typeof setClient>[0]>['call'];
type PromptArgs = CommandArgs<'assistant.prompts'>;

/** A backend with a model, for tests of the panels: each request waits until it is answered here. */
export interface FakeAssistant {
  readonly asked: readonly PromptArgs[];
  readonly cancelled: readonly string[];
  last(): PromptArgs;
  answer(answer: unknown): void;
  fail(failure: AppFailure): void;
  draft(setup: Partial<Setup>): void;
  leave(): void;
}

const VIEW = {
  server: 'http://127.0.0.1:11434/v1',
  model: 'llama3.2',
  key: { source: 'none', variable: null },
  kept_keys: [],
  keeps_keys: 'file',
};

export function fakeAssistant(): FakeAssistant {
  // A simulated page cannot scroll.
  Element.prototype.scrollIntoView = () => undefined;
  const asked: PromptArgs[] = [];
  const cancelled: string[] = [];
  let waiting = Promise.withResolvers<unknown>();
  const call = async (command: string, args: unknown): Promise<unknown> => {
    if (command === 'assistant.state') return VIEW;
    if (command === 'assistant.cancel') {
      cancelled.push((args as { request_id: string }).request_id);
      return { cancelled: true };
    }
    if (command !== 'assistant.prompts' && command !== 'assistant.metrics')
      throw new AppFailure('host_unreachable', 'none');
    asked.push(args as PromptArgs);
    waiting = Promise.withResolvers();
    return waiting.promise;
  };
  setClient({
    call: call as ClientCall,
    onPush: () => () => undefined,
    onState: () => () => undefined,
    dispose: () => undefined,
  });
  useSession.setState({ session: { phase: 'blank' } });
  useNotices.setState({ notices: [] });
  forgetAsked();
  useAsk.setState({ by: null });
  return {
    asked,
    cancelled,
    last() {
      const one = asked.at(-1);
      if (one === undefined) throw new Error('Nothing was asked for.');
      return one;
    },
    answer: (answer) => act(() => waiting.resolve(answer)),
    fail: (failure) => act(() => waiting.reject(failure)),
    draft(setup) {
      const draft = blankDraft([]);
      useDraft.setState({ draft: { ...draft, setup: { ...draft.setup, ...setup } }, isAttempted: false });
    },
    leave() {
      forgetAsked();
      useAssistant.setState({ view: null });
      setClient(null);
    },
  };
}
