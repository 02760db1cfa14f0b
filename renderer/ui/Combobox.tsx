import { Autocomplete } from '@base-ui/react/autocomplete';
import { useMemo, useState } from 'react';
import { Icon } from './Icon';
import { LongName } from './LongName';
import './field.css';
import './menu.css';

interface ComboboxProps {
  id?: string;
  label?: string;
  value: string;
  onChange: (value: string) => void;
  /** What stands in the field is meant: Enter was pressed, or the field was left. */
  onCommit?: () => void;
  /** What the list offers; anything else may be typed as well. */
  options: readonly string[];
  placeholder?: string;
  /** The line in the list when nothing matches. */
  none: string;
  disabled?: boolean;
  invalid?: boolean | undefined;
  describedBy?: string | undefined;
}

/** Whether every word of the search stands somewhere in the name, whatever its case. */
export function matchesSearch(name: string, search: string): boolean {
  const lower = name.toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => lower.includes(word));
}

/** So many entries are shown at once; a search finds the others. */
const MOST_SHOWN = 200;
/** So many of them stand before the one that is chosen. */
const BEFORE_CHOSEN = 50;

/** The entries to show: those that fit the search, or those around the chosen one; and how many fit in all. */
export function shownOptions(options: readonly string[], value: string, isSearch: boolean) {
  const found = isSearch ? options.filter((name) => matchesSearch(name, value)) : options;
  const start = isSearch ? 0 : Math.max(0, options.indexOf(value) - BEFORE_CHOSEN);
  const first = Math.max(0, Math.min(start, found.length - MOST_SHOWN));
  return { shown: found.slice(first, first + MOST_SHOWN), total: found.length };
}

/** A searchable list beside a field that also takes what is not in the list. Opened unsearched, it shows what stands around the chosen one. */
export function Combobox({
  id,
  label,
  value,
  onChange,
  onCommit,
  options,
  placeholder,
  none,
  disabled = false,
  invalid = false,
  describedBy,
}: ComboboxProps) {
  const [isTyped, setTyped] = useState(false);
  const { shown, total } = useMemo(() => shownOptions(options, value, isTyped), [options, value, isTyped]);
  return (
    <Autocomplete.Root
      items={shown}
      value={value}
      disabled={disabled}
      openOnInputClick
      filter={null}
      onOpenChange={(open) => {
        if (!open) setTyped(false);
      }}
      onValueChange={(next, details) => {
        setTyped(details.reason === 'input-change');
        onChange(next);
      }}
    >
      <Autocomplete.InputGroup
        className="input input--combo"
        {...(invalid ? { 'data-invalid': '' } : {})}
        {...(disabled ? { 'data-disabled': '' } : {})}
      >
        <Autocomplete.Input
          id={id}
          className={value === '' ? 'input__box' : 'input__box input__box--long'}
          placeholder={placeholder}
          spellCheck={false}
          onBlur={onCommit}
          onKeyDown={(event) => {
            if (event.key === 'Enter') onCommit?.();
          }}
          aria-label={label}
          title={value}
          {...(invalid ? { 'aria-invalid': true } : {})}
          {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
        />
        {value === '' ? null : <LongName className="input__short" name={value} />}
        <Autocomplete.Trigger className="input__open" aria-label="Show the list" tabIndex={-1}>
          <Icon name="down" />
        </Autocomplete.Trigger>
      </Autocomplete.InputGroup>
      <Autocomplete.Portal>
        <Autocomplete.Positioner className="menu__layer" sideOffset={4}>
          <Autocomplete.Popup className="menu menu--list">
            <Autocomplete.Empty className="menu__none">{none}</Autocomplete.Empty>
            <Autocomplete.List>
              {(item: string) => (
                <Autocomplete.Item
                  key={item}
                  value={item}
                  className="menu__item"
                  aria-label={item}
                  title={item}
                >
                  <LongName className="grow" name={item} />
                  {item === value ? <Icon name="check" /> : null}
                </Autocomplete.Item>
              )}
            </Autocomplete.List>
            {total > shown.length ? (
              <p className="menu__rest">
                {shown.length} of {total.toLocaleString('en-US')}. Type words of the name to find the others.
              </p>
            ) : null}
          </Autocomplete.Popup>
        </Autocomplete.Positioner>
      </Autocomplete.Portal>
    </Autocomplete.Root>
  );
}
