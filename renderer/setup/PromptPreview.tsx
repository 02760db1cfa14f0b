import { useId } from 'react';
import type { PromptList } from '../../core/prompts/promptList';
import { countOf } from '../store/sessionWords';
import { Button } from '../ui/Button';
import { FaultLine, Help } from '../ui/Field';
import { Switch } from '../ui/Switch';
import { thereAlready } from './promptWords';

/** So many sentences about single prompts are shown. */
const FAULTS_SHOWN = 3;

interface PromptPreviewProps {
  list: PromptList;
  /** Said while there is nothing else to say. */
  hint?: string;
  expands: boolean;
  onExpands: (expands: boolean) => void;
  /** True: nothing is added while a prompt is faulty, since it can be corrected in its place. */
  isStrict: boolean;
  onAdd: () => void;
  onClose: () => void;
}

/** What prompts come to before they are added: how many, what is left out, and the buttons. */
export function PromptPreview({
  list,
  hint,
  expands,
  onExpands,
  isStrict,
  onAdd,
  onClose,
}: PromptPreviewProps) {
  const switchId = useId();
  const { fresh, doubles, choices, faults, obstacle } = list;
  const shown = obstacle === null ? faults.slice(0, FAULTS_SHOWN) : [obstacle];
  const more = obstacle === null ? faults.length - shown.length : 0;
  const isHeld = obstacle !== null || (isStrict && faults.length > 0);
  const off = isHeld ? shown[0] : fresh.length === 0 ? nothingToAdd(doubles) : undefined;
  return (
    <>
      {shown.map((fault) => (
        <FaultLine key={fault}>{fault}</FaultLine>
      ))}
      {more > 0 ? <FaultLine>{countOf(more, 'more')} like that.</FaultLine> : null}
      {!isHeld && faults.length > 0 ? (
        <Help>{faults.length === 1 ? 'It is left out.' : 'They are left out.'}</Help>
      ) : null}
      {choices === 0 ? null : (
        <div className="line paste__choices">
          <Switch id={switchId} checked={expands} onChange={onExpands} />
          <label htmlFor={switchId}>
            Expand {'{a|b}'} in {countOf(choices, 'prompt')}
          </label>
        </div>
      )}
      {hint === undefined && doubles === 0 ? null : (
        <Help>
          {hint} {doubles === 0 ? null : thereAlready(doubles)}
        </Help>
      )}
      <div className="paste__acts">
        <Button small off={off} onClick={onAdd}>
          {fresh.length === 0 || isHeld ? 'Add' : `Add ${countOf(fresh.length, 'prompt')}`}
        </Button>
        <Button small look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </>
  );
}

function nothingToAdd(doubles: number): string {
  return doubles === 0 ? 'Nothing to add yet' : 'All of them are there already';
}
