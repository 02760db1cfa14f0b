import { useState } from 'react';
import { LinkButton } from '../../ui/Button';

interface CheckListProps<Value extends string | number | bigint> {
  title: string;
  entries: readonly { value: Value; text: string }[];
  /** In the order of the entries. */
  chosen: readonly Value[];
  onChange: (chosen: readonly Value[]) => void;
}

/** From so many entries on, they can be searched. */
const SEARCHED_FROM = 12;
/** So many are in the page at once. */
const AT_ONCE = 200;

/** A list of which some are chosen, with all or none in one press. */
export function CheckList<Value extends string | number | bigint>({
  title,
  entries,
  chosen,
  onChange,
}: CheckListProps<Value>) {
  const [text, setText] = useState('');
  const isChosen = new Set<Value>(chosen);
  const wanted = text.trim().toLowerCase();
  const found = wanted === '' ? entries : entries.filter((one) => one.text.toLowerCase().includes(wanted));
  const choose = (values: ReadonlySet<Value>) =>
    onChange(entries.filter(({ value }) => values.has(value)).map(({ value }) => value));
  const foundValues = found.map(({ value }) => value);
  return (
    <fieldset className="checklist" aria-label={title}>
      <div className="line checklist__head">
        <b className="grow">
          {title} <span className="faint">{`${chosen.length} of ${entries.length}`}</span>
        </b>
        <LinkButton
          aria-label={wanted === '' ? `All ${title.toLowerCase()}` : `All found ${title.toLowerCase()}`}
          onClick={() => choose(new Set([...isChosen, ...foundValues]))}
        >
          All
        </LinkButton>
        <LinkButton
          aria-label={
            wanted === '' ? `None of the ${title.toLowerCase()}` : `None of the found ${title.toLowerCase()}`
          }
          onClick={() => choose(new Set(chosen.filter((value) => !foundValues.includes(value))))}
        >
          None
        </LinkButton>
      </div>
      {entries.length < SEARCHED_FROM ? null : (
        <input
          className="input input--sm"
          placeholder={`Search ${title.toLowerCase()}`}
          aria-label={`Search ${title.toLowerCase()}`}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      )}
      <ul className="checklist__entries">
        {found.slice(0, AT_ONCE).map(({ value, text: label }) => (
          <li key={String(value)}>
            <label title={label}>
              <input
                type="checkbox"
                checked={isChosen.has(value)}
                onChange={({ target }) => {
                  const next = new Set(isChosen);
                  if (target.checked) next.add(value);
                  else next.delete(value);
                  choose(next);
                }}
              />
              <span className="cut" dir="auto">
                {label}
              </span>
            </label>
          </li>
        ))}
        {found.length === 0 ? <li className="faint">Nothing found</li> : null}
        {found.length > AT_ONCE ? (
          <li className="faint">{found.length - AT_ONCE} more: search to see them</li>
        ) : null}
      </ul>
    </fieldset>
  );
}
