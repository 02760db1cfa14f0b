import { escapeMarkup } from '../charts/svg';
import { plainLine } from '../charts/textRoom';
import type { WrittenTable } from './blocks';

const ANSWER_CLASS: Record<string, string> = { better: 'better', worse: 'worse', 'not decided yet': 'open' };
/** Not by colour alone. */
const ANSWER_MARK: Record<string, string> = { better: '▲ ', worse: '▼ ', 'not decided yet': '○ ' };

/**
 * A table with its caption; one wider than the page moves under its frame. Rows of a group stand under a row with its name, which
 * then is no column.
 */
export function htmlTable({ caption, columns, rows }: WrittenTable): string {
  const group = columns.findIndex(({ isGroup }) => isGroup === true);
  const shown = [...columns.keys()].filter((place) => place !== group);
  const classOf = (place: number) => (columns[place]?.isText === true ? 'l' : 'n');
  const head = shown.map(
    (place) => `<th scope="col" class="${classOf(place)}">${text(columns[place]?.name ?? '')}</th>`,
  );
  const out: string[] = [];
  let of: string | undefined;
  for (const cells of rows) {
    if (group >= 0 && cells[group] !== of) {
      of = cells[group];
      out.push(
        `<tr class="group"><th scope="colgroup" colspan="${shown.length}" class="l">${text(of ?? '')}</th></tr>`,
      );
    }
    const own = shown.map((place, index) => {
      const cell = cells[place] ?? '';
      if (index === 0) return `<th scope="row" class="${classOf(place)}">${text(cell)}</th>`;
      return `<td class="${classOf(place)}">${columns[place]?.name === 'Answer' ? answer(cell) : text(cell)}</td>`;
    });
    out.push(`<tr>${own.join('')}</tr>`);
  }
  return `<div class="scroll" tabindex="0" role="group" aria-label="${text(caption)}"><table><caption>${text(caption)}</caption><thead><tr>${head.join('')}</tr></thead><tbody>\n${out.join('\n')}\n</tbody></table></div>`;
}

function answer(words: string): string {
  const name = ANSWER_CLASS[words];
  if (name === undefined) return text(words);
  return `<span class="answer ${name}"><span aria-hidden="true">${ANSWER_MARK[words] ?? ''}</span>${text(words)}</span>`;
}

function text(words: string): string {
  return escapeMarkup(plainLine(words));
}
