import { useState } from 'react';
import type { ComparedMetric, Comparison } from '../../core/comparison/comparison';
import { aheadSentence, duelSentence, winnerOf } from '../../core/comparison/duelWords';
import { sessionNames } from '../../core/comparison/names';
import { LinkButton } from '../ui/Button';
import { Icon } from '../ui/Icon';
import { Popover } from '../ui/Popover';
import { Tab, TabList, TabPanel, Tabs } from '../ui/Tabs';
import { firstOf } from './comparisonWords';
import { DuelTable } from './DuelTable';
import { NetAxis } from './NetAxis';
import { SessionColumns } from './SessionColumns';

/** With so many sessions every duel is put into words; with more only the decided ones, all stand in the table. */
const ALL_IN_WORDS = 3;

/** Each shared metric in a tab: the sessions side by side, their intervals on one axis, and the duels. */
export function ComparedMetrics({ comparison }: { comparison: Comparison }) {
  const { metrics } = comparison;
  const decided = metrics.findIndex(({ duels }) => duels.some((duel) => winnerOf(duel) !== null));
  const [chosen, setChosen] = useState(String(Math.max(0, decided)));
  return (
    <Tabs value={chosen} onChange={setChosen} className="compare__tabs">
      <TabList label="Metrics" look="subtabs">
        {metrics.map((metric, place) => (
          <Tab key={metric.metric} value={String(place)} state={<TabState metric={metric} />}>
            <span className="cut compare__metric">{metric.metric}</span>
          </Tab>
        ))}
      </TabList>
      {metrics.map((metric, place) => (
        <TabPanel key={metric.metric} value={String(place)}>
          <MetricPanel metric={metric} comparison={comparison} />
        </TabPanel>
      ))}
    </Tabs>
  );
}

/** Who is ahead of every other, beside the metric's name. */
function TabState({ metric }: { metric: ComparedMetric }) {
  const first = firstOf(metric);
  const isDecided = metric.duels.some((duel) => winnerOf(duel) !== null);
  return (
    <span className="line compare__state" data-answer={first === null ? 'undecided' : 'better'}>
      <Icon name={first === null ? 'und' : 'up'} />
      {first === null ? (
        <>
          {isDecided ? 'partly' : null}
          <span className="sr">{isDecided ? 'decided' : 'not decided'}</span>
        </>
      ) : (
        <>
          {first}
          <span className="sr">is ahead</span>
        </>
      )}
    </span>
  );
}

function MetricPanel({ metric, comparison }: { metric: ComparedMetric; comparison: Comparison }) {
  const names = sessionNames(comparison.sessions);
  const ahead = aheadSentence(metric, names);
  const fought = metric.duels.filter(({ units }) => units > 0);
  const told =
    comparison.sessions.length <= ALL_IN_WORDS ? fought : fought.filter((duel) => winnerOf(duel) !== null);
  return (
    <>
      <SessionColumns comparison={comparison} metric={metric} />
      {fought.length === 0 ? (
        <p className="compare__none">
          No two of these candidates were judged on the same prompt and seed, so there is no duel. Choose
          others to stand for their sessions.
        </p>
      ) : (
        <div className="compare__plots">
          <NetAxis metric={metric} comparison={comparison} />
          <DuelTable metric={metric} comparison={comparison} />
        </div>
      )}
      <section className="compare__words" aria-label="In words">
        {ahead === null ? null : <p>{ahead}</p>}
        {told.map((duel) => (
          <p key={`${duel.a} ${duel.b}`}>{duelSentence(duel, names)}</p>
        ))}
        <Popover reads title="How this is counted" trigger={<LinkButton>How this is counted</LinkButton>}>
          <ul className="compare__methods">
            {comparison.methods.map((method) => (
              <li key={method}>{method}</li>
            ))}
          </ul>
        </Popover>
      </section>
    </>
  );
}
