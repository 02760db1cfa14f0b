import { useState } from 'react';
import type { Comparison } from '../../core/comparison/comparison';
import { LinkButton } from '../ui/Button';
import { sharedText } from './comparisonWords';

/** So many remarks stand there at first. */
const FIRST_REMARKS = 3;

/** The verdict's headline, what is shared, and what is not. */
export function ComparisonHead({ comparison }: { comparison: Comparison }) {
  const [isWhole, setWhole] = useState(false);
  const { verdict, remarks, metrics } = comparison;
  const [headline, ...sentences] = verdict;
  const isAll = isWhole || remarks.length <= FIRST_REMARKS + 1;
  const shown = isAll ? remarks : remarks.slice(0, FIRST_REMARKS);
  // With a metric its sentences stand in its tab.
  const advice = metrics.some(({ duels }) => duels.some(({ units }) => units > 0)) ? [] : sentences;
  return (
    <header className="compare__head">
      <h1>{headline}</h1>
      {advice.map((sentence) => (
        <p key={sentence} className="compare__advice">
          {sentence}
        </p>
      ))}
      <p className="muted">{sharedText(comparison)}</p>
      {remarks.length === 0 ? null : (
        <ul className="compare__remarks" aria-label="To know">
          {shown.map((remark) => (
            <li key={remark}>{remark}</li>
          ))}
        </ul>
      )}
      {isAll ? null : (
        <LinkButton onClick={() => setWhole(true)}>{remarks.length - FIRST_REMARKS} more remarks</LinkButton>
      )}
    </header>
  );
}
