import { formatWeight } from '../plan/weights';
import { percentText, pText } from '../report/figureText';
import { shownInterval } from '../report/shownInterval';
import type { ComparedFigures, Comparison, Duel } from './comparison';
import { pointsText } from './duelWords';
import { sessionNames } from './names';

/** A comparison as Markdown: the verdict, the remarks, every metric's figures and duels, and the methods. */
export function comparisonText(comparison: Comparison): string {
  const { sessions, metrics, verdict, remarks, methods } = comparison;
  const [headline = '', ...sentences] = verdict;
  const list = (items: readonly string[]) => items.map((item) => `- ${item}`);
  const names = sessionNames(sessions);
  const parts = [
    [`# ${headline}.`],
    list(sentences),
    remarks.length === 0 ? [] : ['## To know', '', ...list(remarks)],
    [
      '## Sessions',
      '',
      ...table(
        ['', 'session', 'candidate', 'votes', 'on the shared part'],
        sessions.map(({ session_id, votes, shared_votes }, place) => [
          String(place + 1),
          session_id,
          names(place),
          String(votes),
          String(shared_votes),
        ]),
      ),
    ],
    ...metrics.map(({ metric, candidates, duels }) => [
      `## ${metric}`,
      '',
      ...table(
        [
          '',
          'LoRA',
          'weight',
          'votes',
          'won',
          'lost',
          'same',
          'preferred',
          'net preference',
          'against its baseline',
        ],
        candidates.map((own) => figuresRow(own, sessions[own.session]?.method ?? 'fixed')),
      ),
      ...(duels.length === 0
        ? []
        : [
            '',
            ...table(
              ['duel', 'shared pairs', 'only first won', 'only second won', 'difference', 'p', 'answer'],
              duels.map(duelRow),
            ),
          ]),
    ]),
    ['## How this is counted', '', ...list(methods)],
  ];
  return `${parts
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`;
}

function figuresRow(own: ComparedFigures, method: 'fixed' | 'peek_safe'): string[] {
  const interval = shownInterval(own, method);
  const preferred =
    own.win_rate === null || interval === null
      ? '-'
      : `${percentText(own.win_rate)}% (${percentText(interval.low)} to ${percentText(interval.high)})`;
  return [
    String(own.session + 1),
    `${own.lora_filename}${own.stands ? ' (stands)' : ''}`,
    formatWeight(own.weight),
    String(own.votes),
    String(own.wins),
    String(own.losses),
    String(own.ties),
    preferred,
    withInterval(own.net_preference, own.net_low, own.net_high, '%'),
    own.answer === 'undecided' ? 'not decided yet' : own.answer,
  ];
}

function duelRow({ a, b, units, only_a, only_b, p_adjusted, answer, difference, low, high }: Duel): string[] {
  return [
    `${a + 1} against ${b + 1}`,
    String(units),
    String(only_a),
    String(only_b),
    withInterval(difference, low, high, ''),
    pText(p_adjusted),
    answer === 'undecided' ? 'not decided' : `${(answer === 'a' ? a : b) + 1} is ahead`,
  ];
}

function withInterval(value: number | null, low: number | null, high: number | null, unit: string): string {
  if (value === null) return '-';
  const interval = low === null || high === null ? '' : ` (${pointsText(low)} to ${pointsText(high)})`;
  return `${pointsText(value)}${unit}${interval}`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const line = (cells: readonly string[]) => `| ${cells.map(cell).join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)];
}

/** A bar or a new line would end a cell. */
function cell(text: string): string {
  return text.replace(/\s+/g, ' ').replaceAll('|', '\\|');
}
