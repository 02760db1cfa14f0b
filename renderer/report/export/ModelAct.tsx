import { isOwnComputer, isReady, modelName, serverWords, useAssistant } from '../../store/assistant';
import { openSettings } from '../../store/view';
import { Button, LinkButton } from '../../ui/Button';

interface ModelActProps {
  /** What is shown was written by a model already. */
  isAgain: boolean;
  onWrite: (model: string) => void;
  /** The dialog is left for the settings. */
  onLeave: () => void;
}

/** The way to a report in a model's words, and what is sent for it; without a model, the way to set one up. */
export function ModelAct({ isAgain, onWrite, onLeave }: ModelActProps) {
  const { view, failure } = useAssistant();
  if (view === null) return failure === null ? null : <span className="written__sent">{failure}</span>;
  if (!isReady(view)) {
    return (
      <span className="written__sent">
        A model can write it, too.{' '}
        <LinkButton
          onClick={() => {
            onLeave();
            openSettings('assistant');
          }}
        >
          Set up the assistant
        </LinkButton>
      </span>
    );
  }
  const { model, server } = view;
  return (
    <>
      <Button icon="edit" className="written__by" title={model} onClick={() => onWrite(model)}>
        <span className="cut">
          {isAgain ? 'Write again with' : 'Write with'} {modelName(model)}
        </span>
      </Button>
      {isOwnComputer(server) ? null : (
        <span className="written__sent written__sent--below">
          Sends the figures and the names of LoRAs, model and metrics to {serverWords(server)}. No prompts, no
          pictures.
        </span>
      )}
    </>
  );
}
