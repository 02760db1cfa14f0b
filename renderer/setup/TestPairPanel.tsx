import { useState } from 'react';
import type { TestPair } from '../../core/contract/generationView';
import { serverTitle } from '../store/serverWords';
import { useDetail } from '../store/session';
import { shareOf, useTasks } from '../store/tasks';
import { cancelTestPair, closeTestPair, makeTestPair, useTestPair } from '../store/testPair';
import { Button } from '../ui/Button';
import { Figure, Figures, Progress } from '../ui/Figure';
import { Icon } from '../ui/Icon';
import { InfoDialog } from '../ui/InfoDialog';
import './testPair.css';
import { progressWords } from './testPairWords';

/** One pair outside the plan: how far it is, then both pictures with what they are. */
export default function TestPairPanel() {
  const { isOpen, made } = useTestPair();
  return (
    <InfoDialog
      open={isOpen}
      title="Test pair"
      size={made === null ? 'plain' : 'wide'}
      onClose={closeTestPair}
    >
      {made === null ? <Making /> : <Made pair={made.pair} sessionId={made.sessionId} />}
    </InfoDialog>
  );
}

function Making() {
  const task = useTasks(({ tasks }) =>
    tasks.find(({ kind, state }) => kind === 'test_pair' && state === 'running'),
  );
  const share = task === undefined ? null : shareOf(task);
  return (
    <div className="testpair">
      <p>Two images with a seed of their own: one without the LoRA, one with it.</p>
      <div className="testpair__progress">
        <Progress label="Making a test pair" done={share} />
        <div className="line xs muted">
          <span className="grow" role="status">
            {progressWords(task)}
          </span>
        </div>
      </div>
      <div className="dialog__acts">
        <span className="grow" />
        <Button
          off={task?.can_cancel === true ? undefined : 'It has not begun yet.'}
          onClick={cancelTestPair}
        >
          Cancel
        </Button>
      </div>
    </div>
  );
}

function Made({ pair, sessionId }: { pair: TestPair; sessionId: string }) {
  const isHere = useDetail()?.session_id === sessionId;
  const { baseline, lora, lora_filename, weight, prompt, seed, seconds, server } = pair;
  return (
    <div className="testpair">
      <p className="testpair__prompt">{prompt}</p>
      <div className="testpair__pictures">
        <Shot image={baseline} name="Baseline" text="without the LoRA" />
        <Shot image={lora} name="Candidate" text={`at weight ${weight}, ${lora_filename}`} />
      </div>
      <div className="testpair__foot">
        <Figures>
          <Figure name="Time for an image" value={`${seconds.toFixed(1)} s`} />
          <Figure name="Seed" value={String(seed)} />
          <Figure name="Server" value={serverTitle(server)} />
        </Figures>
        {isHere ? <Button onClick={() => void makeTestPair()}>Make another</Button> : null}
      </div>
      <p className="testpair__note">
        <Icon name="eye" />
        <span>
          This is not blind: you see which picture is which. The pair is no part of the evaluation, and its
          pictures are not kept.
        </span>
      </p>
    </div>
  );
}

function Shot({ image, name, text }: { image: string; name: string; text: string }) {
  const [broken, setBroken] = useState<string | null>(null);
  return (
    <figure className="testpair__shot">
      <div className="testpair__frame">
        {broken === image ? (
          <p className="muted">This picture is not there any more. Make another pair.</p>
        ) : (
          <img src={image} alt={`${name}, ${text}`} onError={() => setBroken(image)} />
        )}
      </div>
      <figcaption className="cut" title={text}>
        <b>{name}</b> <span className="muted">{text}</span>
      </figcaption>
    </figure>
  );
}
