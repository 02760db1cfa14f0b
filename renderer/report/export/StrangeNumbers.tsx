import { NOT_AMONG } from '../../../core/report/written/modelSection';
import type { WrittenReport } from '../../store/reportFiles';
import { Banner } from '../../ui/Banner';
import { Help } from '../../ui/Field';

/** More are only marked in the text. */
const MOST_LISTED = 4;

/** What a person should know of a report in a model's words before reading it: numbers that are not among the figures, and remarks. */
export function StrangeNumbers({ written }: { written: WrittenReport }) {
  const { text, flags, remarks } = written;
  const count = text.split(NOT_AMONG).length - 1;
  const listed = flags.slice(0, MOST_LISTED);
  return (
    <>
      {count === 0 ? null : (
        <div className="written__flags">
          <Banner
            tone="caution"
            icon="warn"
            title={
              count === 1
                ? 'One number of the model is not among the figures.'
                : `${count.toLocaleString('en-US')} numbers of the model are not among the figures.`
            }
          >
            {listed.length === 0 ? null : (
              <ul>
                {listed.map(({ number, sentence }, place) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the list never changes
                  <li key={place}>
                    <b>{number}</b> <span className="written__sentence">{sentence}</span>
                  </li>
                ))}
              </ul>
            )}
            {markedWords(count, listed.length)} Whatever else the words claim was not checked.
          </Banner>
        </div>
      )}
      {remarks.map((remark) => (
        <Help key={remark}>{remark}</Help>
      ))}
    </>
  );
}

function markedWords(count: number, listed: number): string {
  if (listed === 0 || listed >= count)
    return count === 1 ? 'It is marked in the text.' : 'They are marked in the text.';
  return `They and ${(count - listed).toLocaleString('en-US')} more are marked in the text.`;
}
