import type { CommandHandlers } from '../../core/contract/commands';
import { AppFailure } from '../../core/contract/failure';

type AssistantCommands = Extract<keyof CommandHandlers, `assistant.${string}`>;

/** Prompts, metrics and wording with the help of a model, or without one. */
export function assistantHandlers(): Pick<CommandHandlers, AssistantCommands> {
  const later = () => {
    throw new AppFailure('not_possible', 'Not there yet.');
  };
  return {
    'assistant.state': later,
    'assistant.setKey': later,
    'assistant.models': later,
    'assistant.prompts': later,
    'assistant.metrics': later,
    'assistant.cancel': later,
    'assistant.templates': later,
    'assistant.setTemplate': later,
  };
}
