import { useState } from 'react';
import { ANY_DAY, type Days, setDays, useSessions } from '../store/sessions';
import { Button, IconButton } from '../ui/Button';
import { Chip, FilterChip } from '../ui/Chip';
import { FaultLine, Input, Row } from '../ui/Field';
import { Popover } from '../ui/Popover';

/** Days back from today, today included. */
const CHOICES = [
  { name: 'Today', days: 1 },
  { name: '7 days', days: 7 },
  { name: '30 days', days: 30 },
] as const;

/** Which days the list shows: by a quick choice, or from one day to another. */
export function DateFilter() {
  const days = useSessions((state) => state.days);
  const isOn = days.from !== null || days.to !== null;
  return (
    <Popover
      narrow
      title="Saved or made"
      trigger={<IconButton icon="clock" label="Filter by date" pressed={isOn} />}
    >
      <Choices days={days} />
    </Popover>
  );
}

function Choices({ days }: { days: Days }) {
  const [typed, setTyped] = useState<Days>(days);
  const isTurned = typed.from !== null && typed.to !== null && typed.from > typed.to;
  const change = (next: Days) => {
    setTyped(next);
    if (next.from === null || next.to === null || next.from <= next.to) setDays(next);
  };
  const today = new Date();
  return (
    <>
      <fieldset className="filters" aria-label="Quick choices">
        {CHOICES.map(({ name, days: back }) => {
          const from = dayBefore(today, back - 1);
          return (
            <FilterChip
              key={name}
              on={days.from === from && days.to === null}
              onClick={() => change({ from, to: null })}
            >
              {name}
            </FilterChip>
          );
        })}
      </fieldset>
      {(['from', 'to'] as const).map((end) => (
        <Row key={end} label={end === 'from' ? 'From' : 'To'}>
          {({ id }) => (
            <Input
              small
              id={id}
              type="date"
              invalid={isTurned}
              value={typed[end] ?? ''}
              onChange={(text) => change({ ...typed, [end]: text === '' ? null : text })}
            />
          )}
        </Row>
      ))}
      {isTurned ? <FaultLine>The first day is after the last one.</FaultLine> : null}
      <div className="list__acts">
        <Button
          small
          off={typed.from === null && typed.to === null ? 'All days are shown' : undefined}
          onClick={() => change(ANY_DAY)}
        >
          Any day
        </Button>
      </div>
    </>
  );
}

/** The days in force, to be taken away. */
export function DaysChip() {
  const days = useSessions((state) => state.days);
  if (days.from === null && days.to === null) return null;
  return (
    <Chip name="the date filter" onRemove={() => setDays(ANY_DAY)}>
      {daysWords(days)}
    </Chip>
  );
}

/** `Since 19 Nov 2026`, in the person's own form. */
export function daysWords({ from, to }: Days): string {
  const day = (text: string) =>
    new Date(`${text}T12:00:00`).toLocaleDateString(undefined, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
    });
  if (from !== null && to !== null) return from === to ? day(from) : `${day(from)} to ${day(to)}`;
  if (from !== null) return `Since ${day(from)}`;
  return to === null ? 'Any day' : `Until ${day(to)}`;
}

/** The day that many days before another, as YYYY-MM-DD in the person's own time. */
export function dayBefore(now: Date, days: number): string {
  const day = new Date(now.getFullYear(), now.getMonth(), now.getDate() - days);
  const two = (part: number) => String(part).padStart(2, '0');
  return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
}
