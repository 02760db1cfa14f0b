import { Tooltip } from '../../ui/Tooltip';

interface AskedChoiceProps {
  words: string;
  /** A second, quieter line; may be empty. */
  more: string;
  /** What the second line is, for whoever hears it only. */
  moreName?: string;
  isChosen: boolean;
  /** Why it cannot be chosen or let go, in a few words. */
  off?: string | undefined;
  onToggle: () => void;
}

/** One of the things that came, with a box to choose it. */
export function AskedChoice({ words, more, moreName, isChosen, off, onToggle }: AskedChoiceProps) {
  const isOff = off !== undefined;
  return (
    <li>
      <Tooltip text={off} isOff={!isOff}>
        <label className="asking__item" {...(isOff ? { 'data-off': '' } : {})}>
          <input
            type="checkbox"
            checked={isChosen}
            onChange={() => {
              if (!isOff) onToggle();
            }}
            {...(isOff ? { 'aria-disabled': true, 'aria-description': off } : {})}
          />
          <span>
            <span className="asking__words" dir="auto" title={words}>
              {words}
            </span>{' '}
            {more.trim() === '' ? null : (
              <span className="asking__more" dir="auto" title={more}>
                {moreName === undefined ? null : <span className="sr">{moreName} </span>}
                {more}
              </span>
            )}
          </span>
        </label>
      </Tooltip>
    </li>
  );
}
