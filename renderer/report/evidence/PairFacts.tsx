import type { EvidencePair } from '../../../core/report/metricDetail';
import type { PairVote } from '../../../core/report/pairVotes';
import type { MetricReport, Report } from '../../../core/report/report';
import type { VotesOnPair } from '../../store/evidencePairs';
import { Icon } from '../../ui/Icon';
import { ScrollArea } from '../../ui/ScrollArea';
import { answerWords } from './evidenceWords';

interface PairFactsProps {
  pair: EvidencePair;
  metric: MetricReport;
  report: Report;
  votes: VotesOnPair | null;
}

/** What a pair was made of, and what was answered to it. */
export function PairFacts({ pair, metric, report, votes }: PairFactsProps) {
  return (
    <div className="pairfacts">
      <section aria-label="Prompt">
        <h3>
          Prompt {pair.prompt_index + 1}, seed {String(pair.seed)}
        </h3>
        <ScrollArea label="Words of the prompt" className="pairfacts__part pairfacts__prompt">
          <span dir="auto">{report.prompts[pair.prompt_index] ?? ''}</span>
        </ScrollArea>
      </section>
      <section aria-label="Votes">
        <h3>Votes on this pair</h3>
        <ScrollArea label="Votes on each metric" className="pairfacts__part">
          {votes === null ? null : 'failure' in votes ? (
            <p role="alert">The votes cannot be shown. {votes.failure}</p>
          ) : (
            <dl className="pairvotes">
              {report.metrics.map((own) => (
                <div key={own.metric}>
                  <dt className="cut" title={own.metric} data-own={own === metric ? '' : undefined}>
                    {own.metric}
                  </dt>
                  <Answers
                    votes={votes.votes.filter((vote) => vote.metric === own.metric)}
                    isNamed={report.voters.length > 1}
                  />
                </div>
              ))}
            </dl>
          )}
        </ScrollArea>
      </section>
    </div>
  );
}

const MARKS = { win: 'up', loss: 'dn', tie: null, skip: null } as const;

/** All answers on one metric. In: whether it is said whose they are. */
function Answers({ votes, isNamed }: { votes: readonly PairVote[]; isNamed: boolean }) {
  if (votes.length === 0) return <dd className="faint">no vote</dd>;
  return votes.map((vote) => {
    const mark = MARKS[vote.outcome];
    return (
      <dd key={vote.rater}>
        <span className="mark" data-answer={vote.outcome === 'win' ? 'better' : 'worse'}>
          {mark === null ? null : <Icon name={mark} />}
        </span>
        {isNamed ? <span className="muted">{vote.rater} </span> : null}
        {answerWords(vote)}
        {vote.note === null ? null : <q dir="auto">{vote.note}</q>}
      </dd>
    );
  });
}
