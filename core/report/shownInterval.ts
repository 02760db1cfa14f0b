import type { Interval } from '../statistics/proportion';
import type { CandidateFigures, ReportFigures } from './report';

/**
 * The 95 % interval of a candidate's win rate that is shown, drawn and spoken of: Wilson's, or under the peek-safe method
 * the confidence sequence, which stays valid however often it is looked at. In: the candidate's figures and the report's
 * method. Null without decided votes.
 */
export function shownInterval(
  own: Pick<CandidateFigures, 'win_rate_low' | 'win_rate_high' | 'safe_low' | 'safe_high'>,
  method: ReportFigures['method'],
): Interval | null {
  const [low, high] =
    method === 'peek_safe' ? [own.safe_low, own.safe_high] : [own.win_rate_low, own.win_rate_high];
  return low === null || high === null ? null : { low, high };
}
