import { exampleEvaluation, weightsOf } from '../report/exampleEvaluation';
import type { ReportInput } from '../report/report';

const A = weightsOf('a.safetensors', 0.4, 0.8);

/** Evaluations that leave a report little to say, by what is the matter with them. */
export const BAD_EVALUATIONS: Record<string, ReportInput> = {
  'no votes': exampleEvaluation(A, { Style: ['', ''] }),
  'no metrics': exampleEvaluation(A, {}),
  'one vote': exampleEvaluation(A, { Style: ['W', ''] }),
  'one tie': exampleEvaluation(A, { Style: ['T', ''] }),
  'all ties': exampleEvaluation(A, { Style: ['TTTTTTTT', 'TTTT'] }),
  'all skips': exampleEvaluation(A, { Style: ['SSSS', 'SS'] }),
  'one prompt': exampleEvaluation(A, { Style: ['WWLWW', 'WLWLW'] }, { prompt_count: 1 }),
  'one weight': exampleEvaluation(weightsOf('a.safetensors', -1), { Style: ['WWLWWTSWW'] }),
  'never compared': exampleEvaluation(weightsOf('a.safetensors', 0.4, 0.8, 1.2), {
    Style: ['WWLWWW', '', 'LLL'],
    Quality: ['', '', ''],
  }),
  'all won': exampleEvaluation(A, { Style: ['W5W5W5W5W5W5W5W5W5W5', 'L5L5L5L5L5L5L5L5L5L5'] }),
};

/** Text that breaks pages, tables and lines, where somebody could have put it. */
const BREAKING = [
  '<script>alert(1)</script>',
  '"><img src=x onerror=alert(1)>',
  "'; DROP TABLE votes; --",
  '`code` | pipe | **bold** _it_ [link](javascript:alert(1)) ![x](http://example.com/x.png)',
  'line one\nline two\r\n\n# heading\n- list\n```\nfence\n```',
  '\u202Eright to left\u2066 שלום مرحبا',
  '&amp; &lt; &#x3c; ]]> --> </style></title></svg>',
  `${'very long '.repeat(1000)}`,
  'control \u0000\u0007\u001b and half \uD83D of a sign',
  '$& $1 {{x}}',
];

/** Votes whose metrics, files, prompts, raters and notes are made of it. */
export const HOSTILE: ReportInput = (() => {
  const input = exampleEvaluation(
    BREAKING.slice(0, 3).flatMap((name) => weightsOf(`${name}.safetensors`, 0.5, 1)),
    Object.fromEntries(
      BREAKING.slice(0, 5).map((metric) => [
        metric.slice(0, 80),
        ['W3L1W5T', 'WWL', 'LL', 'W', 'TT', 'WWWWWWWW'],
      ]),
    ),
    { prompts: BREAKING, raters: BREAKING.slice(0, 2), session_id: '20240115_143022' },
  );
  return {
    ...input,
    votes: input.votes.map((vote, index) => ({ ...vote, note: BREAKING[index % BREAKING.length] ?? null })),
    voters: BREAKING.map((label, index) => ({ rater: `rater ${index + 1}`, label })),
  };
})();
