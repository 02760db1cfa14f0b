import { useEffect, useState } from 'react';
import { tell } from '../../store/notices';
import { openWritten, saveWritten, type WrittenReport as Written, writeAgain } from '../../store/reportFiles';
import { Button } from '../../ui/Button';
import { copyText } from '../../ui/copyText';
import { InfoDialog } from '../../ui/InfoDialog';
import { ScrollArea } from '../../ui/ScrollArea';
import { ageWords } from '../../ui/timeWords';
import { MarkdownText } from './MarkdownText';

interface WrittenReportProps {
  sessionId: string;
  /** What is shown besides is narrowed to some votes; the written report never is. */
  isFiltered: boolean;
  open: boolean;
  onClose: () => void;
}

/** The report as a text, `lora_report.md` in the session's folder; written when it is opened and there is none yet. */
export function WrittenReport({ sessionId, isFiltered, open, onClose }: WrittenReportProps) {
  return (
    <InfoDialog open={open} title="Written report" size="wide" onClose={onClose}>
      {open ? <Reading key={sessionId} sessionId={sessionId} isFiltered={isFiltered} /> : null}
    </InfoDialog>
  );
}

function Reading({ sessionId, isFiltered }: Pick<WrittenReportProps, 'sessionId' | 'isFiltered'>) {
  const [written, setWritten] = useState<Written | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [asking, ask] = useState(0);
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
  if (failure !== null) {
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
  if (written === null) return <div className="written__scroll" aria-busy="true" />;
  const again = async () => {
    setBusy(true);
    const found = await writeAgain(sessionId);
    setBusy(false);
    if (found === null) return;
    setWritten(found);
    if (found.unwritten === null) tell('lora_report.md is written again.', 'done');
  };
  return (
    <>
      <p className="written__place">
        {placeWords(written)} {isFiltered ? 'It holds all votes, whatever is filtered here.' : null}
      </p>
      <ScrollArea label="Text of the written report" className="written__scroll">
        <MarkdownText text={written.text} />
      </ScrollArea>
      <div className="dialog__acts">
        <Button look="quiet" icon="refresh" busy={isBusy} onClick={() => void again()}>
          Write it again
        </Button>
        <span className="grow" />
        <Button icon="copy" onClick={() => void copy(written.text)}>
          Copy
        </Button>
        <Button icon="save" onClick={() => saveWritten(sessionId, written.text)}>
          Save as file
        </Button>
      </div>
    </>
  );
}

function placeWords({ path, at, unwritten }: Written): string {
  if (path === null) return unwritten ?? 'It is shown here only.';
  const age = at === null ? null : Math.max(0, Date.now() - Date.parse(at));
  const written = age === null ? '' : age < 60_000 ? ', written just now' : `, written ${ageWords(age)} ago`;
  return `${path}${written}.`;
}

async function copy(text: string): Promise<void> {
  if (await copyText(text)) tell('The report is copied.', 'done');
  else tell('It could not be copied. Save it as a file instead.', 'fault');
}
