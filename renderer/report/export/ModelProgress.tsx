import { useEffect, useRef } from 'react';
import { modelName } from '../../store/assistant';
import { isUnderWay, type Writing } from '../../store/modelWriting';
import { Banner } from '../../ui/Banner';
import { Button } from '../../ui/Button';
import { Icon } from '../../ui/Icon';
import { ScrollArea } from '../../ui/ScrollArea';
import { Seconds } from '../../ui/Seconds';
import { MarkdownText } from './MarkdownText';

interface ModelProgressProps {
  /** Not done yet, or not to be. */
  writing: Writing;
  onStop: () => void;
  onAgain: () => void;
  onBack: () => void;
  onCopy: () => void;
}

/** A report while a model writes it, with the way to stop it; or why it is not whole, and what came until then. */
export function ModelProgress({ writing, onStop, onAgain, onBack, onCopy }: ModelProgressProps) {
  const { text, failure, phase } = writing;
  const isBusy = isUnderWay(writing);
  const box = useRef<HTMLElement>(null);
  const isAtEnd = useRef(true);
  // The text is followed for as long as nobody scrolls up in it.
  useEffect(() => {
    const area = box.current;
    if (area !== null && text !== '' && isAtEnd.current) area.scrollTop = area.scrollHeight;
  }, [text]);
  // The button that was pressed goes; the one in its place takes the focus.
  const stop = useRef<HTMLButtonElement>(null);
  const goOn = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (isFocusLost()) (isBusy ? stop : goOn).current?.focus();
  }, [isBusy]);
  const again = (
    <Button small icon="refresh" ref={goOn} onClick={onAgain}>
      {phase === 'failed' ? 'Try again' : 'Write it again'}
    </Button>
  );
  const back = (
    <Button small look="quiet" onClick={onBack}>
      Back to the report
    </Button>
  );
  return (
    <>
      <span className="sr" role="status">
        {spokenWords(writing)}
      </span>
      {isBusy ? (
        <div className="written__progress">
          <span className="written__turning">
            <Icon name="refresh" />
          </span>
          <span className="grow" aria-hidden="true">
            {progressWords(writing)}, <Seconds since={writing.since} />
          </span>
          <Button small icon="stop" ref={stop} onClick={onStop}>
            Stop
          </Button>
        </div>
      ) : (
        <Banner
          tone={phase === 'failed' ? 'fault' : 'neutral'}
          urgent={phase === 'failed'}
          title={failure ?? 'The writing is stopped.'}
          actions={
            <>
              {again}
              {back}
            </>
          }
        >
          {text === '' ? 'Nothing had come yet. ' : 'What came until then is below; it is not saved. '}
          The report is as it was.
        </Banner>
      )}
      {isBusy || text !== '' ? (
        <ScrollArea
          label="What the model writes"
          className="written__scroll"
          ref={box}
          onScroll={() => {
            const area = box.current;
            if (area !== null) isAtEnd.current = area.scrollHeight - area.scrollTop - area.clientHeight < 40;
          }}
        >
          <MarkdownText text={text} />
        </ScrollArea>
      ) : null}
      {!isBusy && text !== '' ? (
        <div className="dialog__acts">
          <span className="grow" />
          <Button icon="copy" onClick={onCopy}>
            Copy what came
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** Whether no control has the focus: the dialog itself may have it. */
export function isFocusLost(): boolean {
  const { activeElement } = document;
  return activeElement === document.body || activeElement?.getAttribute('role') === 'dialog';
}

function progressWords({ phase, characters, text, model }: Writing): string {
  const name = modelName(model);
  if (phase === 'asking') return `Waiting for ${name}`;
  if (text === '') return `${name} is thinking, ${characters.toLocaleString('en-US')} characters`;
  return `Writing with ${name}, ${characters.toLocaleString('en-US')} characters`;
}

/** Said once for each step: counts that pass would be talked through. */
function spokenWords({ phase, model }: Writing): string {
  const name = modelName(model);
  switch (phase) {
    case 'asking':
      return `Waiting for ${name}`;
    case 'writing':
      return `Writing with ${name}`;
    case 'stopped':
      return 'The writing is stopped.';
    default:
      return '';
  }
}
