import { HelpLink } from '../../help/HelpLink';
import { type Asked, isUnderWay, shown } from '../../store/askPhases';
import { countOf } from '../../store/sessionWords';
import { Button } from '../../ui/Button';
import { FaultLine, Help } from '../../ui/Field';
import { Seconds } from '../../ui/Seconds';

interface AskedStatusProps {
  asked: Asked<unknown>;
  /** What is asked for: `prompt`, `metric`. */
  noun: string;
  onStop: () => void;
  onAgain: () => void;
  onWordLists: () => void;
}

/** How far an answer is, with the way to stop it; or why there is none, with ways on. */
export function AskedStatus({ asked, noun, onStop, onAgain, onWordLists }: AskedStatusProps) {
  const { phase, by, failure, remarks } = asked;
  return (
    <>
      <div className="asking__status">
        <span className="sr" role="status">
          {spokenWords(asked, noun)}
        </span>
        {isUnderWay(asked) ? (
          <>
            <span className="grow">
              <span aria-hidden="true">{waitingWords(asked, noun)}, </span>
              <Seconds since={asked.since} />
            </span>
            <Button small onClick={onStop}>
              Stop
            </Button>
          </>
        ) : phase === 'cancelled' ? (
          <span aria-hidden="true">{stoppedWords(asked, noun)}</span>
        ) : null}
      </div>
      {phase === 'failed' ? (
        <div className="asking__failure">
          <div role="alert">
            <FaultLine>{failure}</FaultLine>
          </div>
          <Help>{keptWords(asked, noun)}</Help>
          <span className="line">
            <Button small icon="refresh" onClick={onAgain}>
              Try again
            </Button>
            {by === 'word_lists' ? null : (
              <Button small look="quiet" onClick={onWordLists}>
                Use the word lists instead
              </Button>
            )}
            {by === 'word_lists' ? null : <HelpLink topic="modelServer" about={failure ?? undefined} />}
          </span>
        </div>
      ) : null}
      {remarks.map((remark) => (
        <Help key={remark}>{remark}</Help>
      ))}
      {phase === 'done' && asked.items.length === 0 && remarks.length === 0 ? (
        <Help>No {noun} came. Ask again, or say it in other words.</Help>
      ) : null}
    </>
  );
}

function whoOf({ model }: Pick<Asked<unknown>, 'model'>): string {
  return model ?? 'the word lists';
}

function waitingWords(asked: Asked<unknown>, noun: string): string {
  const count = asked.items.length;
  if (count > 0) return `${countOf(count, noun)} so far`;
  return asked.phase === 'asking' ? `Waiting for ${whoOf(asked)}` : `${whoOf(asked)} answers`;
}

function stoppedWords(asked: Asked<unknown>, noun: string): string {
  return `Stopped. ${keptWords(asked, noun)}`;
}

/** What is there all the same. */
function keptWords(asked: Asked<unknown>, noun: string): string {
  const count = asked.items.length;
  if (count > 0) return `What came until then can be added: ${countOf(count, noun)}.`;
  return shown(asked).items.length > 0 ? 'What came before stays.' : 'Nothing had come yet.';
}

/** Said once for each step: counts and seconds that pass would be talked through. */
function spokenWords(asked: Asked<unknown>, noun: string): string {
  switch (asked.phase) {
    case 'asking':
      return `Waiting for ${whoOf(asked)}`;
    case 'answering':
      return `${whoOf(asked)} answers`;
    case 'cancelled':
      return stoppedWords(asked, noun);
    case 'done':
      return [
        asked.items.length === 0 ? `No ${noun} came.` : `${countOf(asked.items.length, noun)} came.`,
        ...asked.remarks,
      ].join(' ');
    default:
      return '';
  }
}
