import type { ReactNode } from 'react';
import './table.css';

/** A table with a name for screen readers. `lead` gives its first column room for the mark of a selected row. */
export function Table({
  caption,
  lead = false,
  children,
}: {
  caption: string;
  lead?: boolean;
  children: ReactNode;
}) {
  return (
    <table className={lead ? 'table table--lead' : 'table'}>
      <caption className="sr">{caption}</caption>
      {children}
    </table>
  );
}
