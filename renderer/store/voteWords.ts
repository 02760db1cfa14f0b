import { AppFailure } from '../../core/contract/failure';
import { failureText } from './backend';
import { tell } from './notices';

/** Tells that a vote was not kept, and why. In: the trial's number. */
export function tellVoteNotKept(number: number, error: unknown): void {
  const start = `The vote on trial ${number} was not kept`;
  if (error instanceof AppFailure && error.code === 'host_unreachable') {
    // The banner says why, so this one may go by itself.
    tell(`${start}. The pair is here again for when Blindfold is back.`);
  } else tell(`${start}. ${failureText(error)}`, 'fault');
}

/** Tells that a vote was left out because the trial has one already. */
export function tellJudgedAlready(number: number): void {
  tell(`Trial ${number} was judged already, here or in another window. That vote stands.`);
}
