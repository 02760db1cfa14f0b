import { Tabs as Base } from '@base-ui/react/tabs';
import type { ReactNode } from 'react';
import './tabs.css';

interface TabsProps<Value extends string> {
  value: Value;
  onChange: (value: Value) => void;
  className?: string;
  children: ReactNode;
}

/** A group of tabs with their panels; arrow keys move, Enter or Space opens. */
export function Tabs<Value extends string>({ value, onChange, className, children }: TabsProps<Value>) {
  return (
    <Base.Root value={value} onValueChange={(next) => onChange(next as Value)} className={className}>
      {children}
    </Base.Root>
  );
}

/** The row of tabs. `look` is `subtabs` for the tabs inside a page. */
export function TabList({
  label,
  look = 'tabs',
  children,
}: {
  label: string;
  look?: 'tabs' | 'subtabs';
  children: ReactNode;
}) {
  return (
    <Base.List className={look} aria-label={label}>
      {children}
    </Base.List>
  );
}

/** One tab; `state` stands small after its name: a check, a count. */
export function Tab({ value, state, children }: { value: string; state?: ReactNode; children: ReactNode }) {
  return (
    <Base.Tab value={value} className="tab">
      {children} {state === undefined || state === null ? null : <span className="tab__state">{state}</span>}
    </Base.Tab>
  );
}

/** What a tab shows. It leaves the page while another tab is open. */
export function TabPanel({
  value,
  className,
  children,
}: {
  value: string;
  className?: string;
  children: ReactNode;
}) {
  return (
    <Base.Panel value={value} className={className} tabIndex={-1}>
      {children}
    </Base.Panel>
  );
}
