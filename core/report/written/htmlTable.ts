import { escapeMarkup } from '../charts/svg';
import { plainLine } from '../charts/textRoom';
import type { WrittenTable } from './blocks';

const ANSWER_CLASS: Record<string, string> = { better: 'better', worse: 'worse', 'not decided yet': 'open' };
/** Not by colour alone. */
const ANSWER_MARK: Record<string, string> = { better: '▲ ', worse: '▼ ', 'not decided yet': '○ ' };

/** A table with its caption; wider ones than the page move under their frame. */
export function htmlTable({ caption, columns, rows }: WrittenTable): string {
  const classOf = (place: number) => (columns[place]?.isText === true ? 'l' : 'n');
  const head = columns
    .map(({ name }, place) => `<th scope="col" class="${classOf(place)}">${text(name)}</th>`)
    .join('');
  const body = rows
    .map((cells) => {
      const own = cells.map((cell, place) =>
        place === 0
          ? `<th scope="row" class="${classOf(0)}">${text(cell)}</th>`
          : `<td class="${classOf(place)}">${columns[place]?.name === 'Answer' ? answer(cell) : text(cell)}</td>`,
      );
      return `<tr>${own.join('')}</tr>`;
    })
    .join('\n');
  return `<div class="scroll" tabindex="0" role="group" aria-label="${text(caption)}"><table><caption>${text(caption)}</caption><thead><tr>${head}</tr></thead><tbody>\n${body}\n</tbody></table></div>`;
}

function answer(words: string): string {
  const name = ANSWER_CLASS[words];
  if (name === undefined) return text(words);
  return `<span class="answer ${name}"><span aria-hidden="true">${ANSWER_MARK[words] ?? ''}</span>${text(words)}</span>`;
}

function text(words: string): string {
  return escapeMarkup(plainLine(words));
}
