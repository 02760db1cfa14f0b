import { useEffect, useRef, useState } from 'react';
import { fetchAssistant, modelName } from '../../store/assistant';
import { copyText } from '../../store/copyText';
import { dropWriting, stopWriting, useWriting, watchWriting, writeWithModel } from '../../store/modelWriting';
import { tell } from '../../store/notices';
import { openWritten, saveWritten, type WrittenReport as Written, writeAgain } from '../../store/reportFiles';
import { Button } from '../../ui/Button';
import { InfoDialog } from '../../ui/InfoDialog';
import { ScrollArea } from '../../ui/ScrollArea';
import { ageWords } from '../../ui/timeWords';
import { MarkdownText } from './MarkdownText';
import { ModelAct } from './ModelAct';
import { isFocusLost, ModelProgress } from './ModelProgress';
import { StrangeNumbers } from './StrangeNumbers';

interface WrittenReportProps {
  sessionId: string;
  /** What is shown besides is narrowed to some votes; the written report never is. */
  isFiltered: boolean;
  open: boolean;
  onClose: () => void;
}

/**
 * The report as a text, `lora_report.md` in the session's folder; written by template when it is opened and there is none yet. A model that is
 * set up can write it instead; that goes on while the dialog is closed.
 */
export function WrittenReport({ sessionId, isFiltered, open, onClose }: WrittenReportProps) {
  return (
    <InfoDialog open={open} title="Written report" size="wide" onClose={onClose}>
      {open ? (
        <Reading key={sessionId} sessionId={sessionId} isFiltered={isFiltered} onClose={onClose} />
      ) : null}
    </InfoDialog>
  );
}

function Reading({ sessionId, isFiltered, onClose }: Omit<WrittenReportProps, 'open'>) {
  const [written, setWritten] = useState<Written | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [asking, ask] = useState(0);
  const writing = useWriting(({ writings }) => writings[sessionId]);
  useEffect(() => void fetchAssistant(), []);
  useEffect(() => {
    let isWanted = asking >= 0;
    setFailure(null);
    openWritten(sessionId).then(
      (found) => {
        if (isWanted) setWritten(found);
      },
      (error: Error) => {
        if (isWanted) setFailure(error.message);
      },
    );
    return () => {
      isWanted = false;
    };
  }, [sessionId, asking]);
  useEffect(() => watchWriting(sessionId), [sessionId]);
  const area = useRef<HTMLElement>(null);
  const isDone = writing?.phase === 'done';
  useEffect(() => {
    if (isDone && isFocusLost()) area.current?.focus();
  }, [isDone]);
  const write = (model: string) => void writeWithModel(sessionId, model);
  if (writing !== undefined && writing.phase !== 'done') {
    return (
      <ModelProgress
        writing={writing}
        onStop={() => stopWriting(sessionId)}
        onAgain={() => write(writing.model)}
        onBack={() => dropWriting(sessionId)}
        onCopy={() => void copy(writing.text)}
      />
    );
  }
  const shown = writing?.written ?? written;
  if (failure !== null && shown === null) {
    return (
      <>
        <p>{failure}</p>
        <div className="dialog__acts">
          <Button icon="refresh" onClick={() => ask(asking + 1)}>
            Try again
          </Button>
        </div>
      </>
    );
  }
  if (shown === null) return <div className="written__scroll" aria-busy="true" />;
  const again = async () => {
    setBusy(true);
    const found = await writeAgain(sessionId);
    setBusy(false);
    if (found === null) return;
    dropWriting(sessionId);
    setWritten(found);
    if (found.unwritten === null) tell('lora_report.md is written again.', 'done');
  };
  return (
    <>
      <p className="written__place">
        {placeWords(shown)} {isFiltered ? 'It holds all votes, whatever is filtered here.' : null}
      </p>
      {shown.model === null ? null : <StrangeNumbers written={shown} />}
      <ScrollArea label="Text of the written report" className="written__scroll" ref={area}>
        <MarkdownText text={shown.text} />
      </ScrollArea>
      <div className="dialog__acts written__acts">
        <Button look="quiet" icon="refresh" busy={isBusy} onClick={() => void again()}>
          {shown.model === null ? 'Write it again' : 'Write it by template'}
        </Button>
        <ModelAct isAgain={shown.model !== null} onWrite={write} onLeave={onClose} />
        <span className="grow" />
        <Button icon="copy" onClick={() => void copy(shown.text)}>
          Copy
        </Button>
        <Button icon="save" onClick={() => saveWritten(sessionId, shown.text)}>
          Save as file
        </Button>
      </div>
    </>
  );
}

function placeWords({ path, at, unwritten, model }: Written): string {
  if (path === null) return unwritten ?? 'It is shown here only.';
  const age = at === null ? null : Math.max(0, Date.now() - Date.parse(at));
  const by = model === null ? '' : ` with ${modelName(model)}`;
  const written =
    age === null ? '' : age < 60_000 ? `, written${by} just now` : `, written${by} ${ageWords(age)} ago`;
  return `${path}${written}.`;
}

async function copy(text: string): Promise<void> {
  if (await copyText(text)) tell('The report is copied.', 'done');
  else tell('It could not be copied. Save it as a file instead.', 'fault');
}
