import { type Asked, isUnderWay, shown } from '../../store/askPhases';
import { Button } from '../../ui/Button';

interface AskActsProps {
  asked: Asked<unknown>;
  /** On the button that adds what is chosen, and why it cannot be pressed. */
  addWords: string;
  addOff: string | undefined;
  onAdd: () => void;
  /** On the button that asks for the first time, and why it cannot be pressed. */
  askWords: string;
  askOff?: string | undefined;
  onAsk: () => void;
  onClose: () => void;
}

/** Acts of a panel: add what is chosen of what came, ask, close. */
export function AskActs({ asked, addWords, addOff, onAdd, askWords, askOff, onAsk, onClose }: AskActsProps) {
  const isBusy = isUnderWay(asked);
  const canAdd = !isBusy && shown(asked).items.length > 0;
  return (
    <div className="asking__acts">
      {canAdd ? (
        <Button small off={addOff} onClick={onAdd}>
          {addWords}
        </Button>
      ) : null}
      {asked.phase === 'failed' ? null : (
        <Button
          small
          look={canAdd ? 'quiet' : 'plain'}
          busy={isBusy}
          off={askOff}
          keys="mod+Enter"
          onClick={onAsk}
        >
          {canAdd ? 'Ask again' : askWords}
        </Button>
      )}
      <Button small look="quiet" onClick={onClose}>
        Close
      </Button>
    </div>
  );
}
