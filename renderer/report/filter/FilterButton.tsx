import { useState } from 'react';
import type { Report } from '../../../core/report/report';
import { narrowReport, useReport } from '../../store/report';
import { Button, LinkButton } from '../../ui/Button';
import { Popover } from '../../ui/Popover';
import { CheckList } from './CheckList';
import './filter.css';
import { filterOf, type ReportSeed } from './filterWords';

/** Narrows the report to some raters, prompts or seeds; nothing where there is only one of each. */
export function FilterButton({ report }: { report: Report }) {
  const [isOpen, setOpen] = useState(false);
  const { voters, prompts, seeds } = report;
  if (voters.length < 2 && prompts.length < 2 && seeds.length < 2) return null;
  return (
    <Popover
      title="Report on some of the votes"
      align="start"
      trigger={<LinkButton>Filter votes</LinkButton>}
      open={isOpen}
      onOpenChange={setOpen}
    >
      <Choice report={report} onDone={() => setOpen(false)} />
    </Popover>
  );
}

function Choice({ report, onDone }: { report: Report; onDone: () => void }) {
  const { session_id: id, voters, own_seeds } = report;
  const filter = useReport((state) => state.filter);
  const [raters, setRaters] = useState<readonly string[]>(filter?.raters ?? voters.map(({ rater }) => rater));
  const [prompts, setPrompts] = useState<readonly number[]>(
    filter?.prompts ?? report.prompts.map((_, at) => at),
  );
  const [seeds, setSeeds] = useState<readonly ReportSeed[]>(filter?.seeds ?? report.seeds);
  const none =
    raters.length === 0 ? 'rater' : prompts.length === 0 ? 'prompt' : seeds.length === 0 ? 'seed' : null;
  // Where every pair has a seed of its own, a seed is a pair, and there is nothing to narrow by.
  const hasSeeds = report.seeds.length > 1 && !own_seeds;
  const ask = () => {
    onDone();
    void narrowReport(id, filterOf({ raters, prompts, seeds }, report));
  };
  return (
    <>
      {voters.length < 2 ? null : (
        <CheckList
          title="Raters"
          entries={voters.map(({ rater, label }) => ({ value: rater, text: label }))}
          chosen={raters}
          onChange={setRaters}
        />
      )}
      {report.prompts.length < 2 ? null : (
        <CheckList
          title="Prompts"
          entries={report.prompts.map((text, at) => ({ value: at, text: `${at + 1}  ${text}` }))}
          chosen={prompts}
          onChange={setPrompts}
        />
      )}
      {hasSeeds ? (
        <CheckList
          title="Seeds"
          entries={report.seeds.map((seed) => ({ value: seed, text: String(seed) }))}
          chosen={seeds}
          onChange={setSeeds}
        />
      ) : null}
      <div className="line filter__acts">
        <Button
          small
          look="primary"
          off={none === null ? undefined : `Choose at least one ${none}.`}
          onClick={ask}
        >
          Show the report
        </Button>
        {filter === null ? null : (
          <Button
            small
            look="quiet"
            onClick={() => {
              onDone();
              void narrowReport(id, null);
            }}
          >
            All votes
          </Button>
        )}
      </div>
    </>
  );
}
