import { countText, netText, percentText, pText } from '../../../core/report/figureText';
import type { CandidateFigures } from '../../../core/report/report';

/** A line of the table of all figures: what it is called, and its text for a candidate; a dash where it does not exist. */
export interface FigureLine {
  name: string;
  text: (own: CandidateFigures) => string;
}

export interface FigureGroup {
  title: string;
  lines: FigureLine[];
}

const NONE = '-';

/** Every figure of a candidate, by what it tells. Only text: a table of it is the twin of everything that is drawn. */
export const ALL_FIGURES: readonly FigureGroup[] = [
  {
    title: 'Votes',
    lines: [
      { name: 'In all', text: (own) => String(own.votes) },
      { name: 'Won', text: ({ wins }) => String(wins) },
      { name: 'Lost', text: ({ losses }) => String(losses) },
      { name: 'Same', text: ({ ties }) => String(ties) },
      { name: 'Skipped, counted nowhere', text: ({ skips }) => String(skips) },
      { name: 'Tie rate', text: ({ tie_rate }) => shareText(tie_rate) },
    ],
  },
  {
    title: 'Preference',
    lines: [
      { name: 'Preferred, of decided votes', text: ({ win_rate }) => shareText(win_rate) },
      { name: '95%, Wilson', text: (own) => spanText(own.win_rate_low, own.win_rate_high) },
      { name: '95%, exact (Clopper-Pearson)', text: (own) => spanText(own.exact_low, own.exact_high) },
      { name: '95%, by resampling prompts', text: (own) => spanText(own.by_prompt_low, own.by_prompt_high) },
      { name: '95%, valid at every look', text: (own) => spanText(own.safe_low, own.safe_high) },
      {
        name: 'Net preference, won less lost',
        text: ({ net_preference }) => (net_preference === null ? NONE : netText(net_preference)),
      },
    ],
  },
  {
    title: 'Stars',
    lines: [
      { name: 'Mean, + won and − lost', text: (own) => starsText(own.mean_signed_stars) },
      {
        name: '95%, by resampling prompts',
        text: ({ stars_low: low, stars_high: high }) =>
          low === null || high === null ? NONE : `${starsText(low)} to ${starsText(high)}`,
      },
      { name: 'Decided votes with stars', text: ({ n, starred_votes }) => ofText(starred_votes, n) },
    ],
  },
  {
    title: 'Test',
    lines: [
      { name: 'p', text: ({ n, p_value }) => (n === 0 ? NONE : pText(p_value)) },
      { name: 'p, corrected', text: ({ n, p_adjusted }) => (n === 0 ? NONE : pText(p_adjusted)) },
      { name: 'Decided votes to go at this rate', text: moreText },
      {
        name: 'Decided votes in all for 80% power',
        text: ({ votes_for_power }) => (votes_for_power === null ? NONE : String(votes_for_power)),
      },
    ],
  },
  {
    title: 'Prompts',
    lines: [
      { name: 'Judged', text: ({ prompts_judged }) => String(prompts_judged) },
      { name: 'Worth so many votes on prompts of their own', text: worthText },
      {
        name: 'Holds beyond them',
        text: ({ holds_beyond_prompts: holds }) =>
          holds === null ? 'not known' : holds ? 'yes' : 'not shown',
      },
    ],
  },
];

/** Votes on one prompt resemble each other: what the decided votes are worth together. */
function worthText({ n, design_effect }: CandidateFigures): string {
  return design_effect === null ? NONE : `${Math.round(n / Math.max(1, design_effect))} of ${n}`;
}

function moreText({ answer, n, votes_needed }: CandidateFigures): string {
  if (n === 0) return NONE;
  if (answer !== 'undecided') return 'decided';
  return votes_needed === null ? 'over 2,000' : `about ${countText(votes_needed, 'vote')}`;
}

function shareText(share: number | null): string {
  return share === null ? NONE : `${percentText(share)}%`;
}

function spanText(low: number | null, high: number | null): string {
  return low === null || high === null ? NONE : `${percentText(low)}–${percentText(high)}%`;
}

function ofText(count: number, of: number): string {
  return of === 0 ? NONE : `${count} of ${of}`;
}

/** Mean signed stars with their sign: `+2.4`, `−0.5`, `0.0`; a dash where there is none. */
export function starsText(stars: number | null): string {
  if (stars === null) return NONE;
  const text = Math.abs(stars).toFixed(1);
  if (text === '0.0') return text;
  return `${stars > 0 ? '+' : '−'}${text}`;
}
