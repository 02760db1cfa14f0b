import type { ReactNode } from 'react';
import './table.css';

/** A table with a name for screen readers. `lead` gives its first column room for the mark of a selected row. */
export function Table({
  caption,
  lead = false,
  rows,
  children,
}: {
  caption: string;
  lead?: boolean;
  /** How many rows there are with the head, where only some of them are in the page. */
  rows?: number;
  children: ReactNode;
}) {
  return (
    <table className={lead ? 'table table--lead' : 'table'} aria-rowcount={rows}>
      <caption className="sr">{caption}</caption>
      {children}
    </table>
  );
}
