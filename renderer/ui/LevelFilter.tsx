import { Icon } from './Icon';
import { LEVEL_LOOK, type LogLevel } from './logText';
import './chip.css';
import './log.css';

interface LevelFilterProps {
  levels: readonly LogLevel[];
  counts: Readonly<Record<LogLevel, number>>;
  shown: ReadonlySet<LogLevel>;
  onChange: (shown: ReadonlySet<LogLevel>) => void;
  /** The signs alone, for a narrow place; the words are their names. */
  signs?: boolean;
}

/** Which levels of a log are shown, with how many lines there are of each. */
export function LevelFilter({ levels, counts, shown, onChange, signs = false }: LevelFilterProps) {
  return (
    <fieldset className="levels" aria-label="Levels shown">
      {levels.map((level) => {
        const { several, icon } = LEVEL_LOOK[level];
        const count = counts[level].toLocaleString('en-US');
        const isShown = shown.has(level);
        return (
          <button
            key={level}
            type="button"
            className="filter"
            aria-pressed={isShown}
            onClick={() =>
              onChange(new Set(levels.filter((one) => (one === level ? !isShown : shown.has(one)))))
            }
            {...(signs ? { 'aria-label': `${several} ${count}`, title: several } : {})}
          >
            <Icon name={icon} />
            {signs ? null : several} <span>{count}</span>
          </button>
        );
      })}
    </fieldset>
  );
}
