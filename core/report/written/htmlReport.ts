import { chartSvg } from '../charts/chartSvg';
import { element, escapeMarkup } from '../charts/svg';
import { plainLine } from '../charts/textRoom';
import type { Report } from '../report';
import type { Block, Fact, ReportDocument, Section } from './blocks';
import type { ReportContext } from './context';
import { HTML_STYLE } from './htmlStyle';
import { htmlTable } from './htmlTable';
import { pairCandidate, pairVotes, shownPairs } from './pictureNames';
import { promptName } from './promptName';
import { reportDocument } from './reportDocument';
import { shareable } from './shareable';

/** A pair's pictures as `data:` addresses, small enough to stand in a page. */
export interface PairPictures {
  baseline: string;
  lora: string;
}

/** What a page written here may load: nothing but the pictures in it. */
const POLICY = "default-src 'none'; img-src data:; style-src 'unsafe-inline'";
/** As wide as the page's column. */
const CHART_WIDTH = 936;
const CHART_HEIGHT = 340;

/**
 * The report as one HTML file that opens anywhere: charts and pictures are in it, it asks for nothing from outside, and no script
 * runs in it. In: the pictures of the pairs that `picturedPairs` names; a pair without any is told in words.
 * Throws RangeError on a picture that is not a `data:` address of one.
 */
export function htmlReport(
  given: Report,
  context: ReportContext,
  pictures: ReadonlyMap<string, PairPictures>,
): string {
  for (const { baseline, lora } of pictures.values()) for (const one of [baseline, lora]) requirePicture(one);
  const report = shareable(given, context.self_check);
  const document = reportDocument(report, context);
  const write = (block: Block): string => blockHtml(block, { report, pictures });
  const page = [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    element('meta', { 'http-equiv': 'Content-Security-Policy', content: POLICY }).replace('/>', '>'),
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    '<meta name="color-scheme" content="light dark">',
    '<meta name="referrer" content="no-referrer">',
    `<title>${escapeMarkup(document.title)}</title>`,
    `<style>${HTML_STYLE}</style>`,
    '</head>',
    '<body>',
    '<main>',
    headerHtml(document),
    ...document.sections.map((section, index) => sectionHtml(section, index, write)),
    '</main>',
    '</body>',
    '</html>',
  ];
  return `${page.join('\n')}\n`;
}

function requirePicture(address: string): void {
  if (!/^data:image\/(?:png|jpeg|webp);base64,/.test(address) || /[^\w+/=:;,-]/.test(address))
    throw new RangeError('A picture of a report is a data: address.');
}

function headerHtml({ title, headline, standing, facts, tag, sections }: ReportDocument): string {
  const notes = standing.map((sentence) => paragraph(sentence)).join('');
  const links = sections
    .map(({ title: name }, index) => `<li><a href="#s${index + 1}">${text(name)}</a></li>`)
    .join('');
  return [
    '<header>',
    paragraph(title, 'kicker'),
    `<h1>${text(headline)}</h1>`,
    ...(tag === null ? [] : [`<code class="tag">${text(tag)}</code>`]),
    ...(notes === '' ? [] : [`<div class="standing">${notes}</div>`]),
    factsHtml(facts),
    `<nav aria-label="Parts of the report"><ul>${links}</ul></nav>`,
    '</header>',
  ].join('\n');
}

function sectionHtml({ title, blocks }: Section, index: number, write: (block: Block) => string): string {
  const id = `s${index + 1}`;
  return [
    `<section aria-labelledby="${id}">`,
    `<h2 id="${id}">${text(title)}</h2>`,
    ...blocks.map(write),
    '</section>',
  ].join('\n');
}

interface Given {
  report: Report;
  pictures: ReadonlyMap<string, PairPictures>;
}

function blockHtml(block: Block, given: Given): string {
  switch (block.kind) {
    case 'text':
      return paragraph(block.text);
    case 'list':
      return `<ul>${block.items.map((item) => `<li>${text(item)}</li>`).join('')}</ul>`;
    case 'facts':
      return factsHtml(block.facts);
    case 'table':
      return htmlTable(block.table);
    case 'whole':
      return `${paragraph(block.name, 'whole')}<pre dir="auto" tabindex="0">${escapeMarkup(block.text)}</pre>`;
    case 'chart':
      return chartHtml(block, given);
    case 'pairs':
      return pairsHtml(block, given);
    case 'more': {
      const inner = block.blocks.map((one) => blockHtml(one, given)).join('\n');
      return inner === '' ? '' : `<details><summary>${text(block.title)}</summary>\n${inner}\n</details>`;
    }
  }
}

function chartHtml(block: Block & { kind: 'chart' }, { report }: Given): string {
  const chart = chartSvg(report, {
    chart: block.chart,
    metric: block.metric,
    theme: 'page',
    width: CHART_WIDTH,
    height: CHART_HEIGHT,
    framed: false,
  });
  if (chart === null) return '';
  // A chart with more columns than fit is not made smaller than can be read: it is moved under its frame.
  const width = Number(/ width="(\d+)"/.exec(chart.svg)?.[1] ?? 0);
  const isWide = width > CHART_WIDTH * 1.3;
  return `<figure class="chart${isWide ? ' wide' : ''}"${isWide ? ' tabindex="0"' : ''}><figcaption>${text(chart.title)}</figcaption>${chart.svg}</figure>`;
}

function pairsHtml(block: Block & { kind: 'pairs' }, { report, pictures }: Given): string {
  const items = shownPairs(block).map((pair) => {
    const name = promptName(report, pair.prompt_index);
    const candidate = pairCandidate(pair, block.metric);
    const own = pictures.get(pair.pair_id);
    const shown =
      own === undefined
        ? `<div class="pair"><em>Pictures missing</em><span>Baseline</span><span>${text(`LoRA ${candidate}`)}</span></div>`
        : `<div class="pair"><img src="${own.baseline}" alt="${text(`Baseline, ${name}`)}"><img src="${own.lora}" alt="${text(`LoRA ${candidate}, ${name}`)}"><span>Baseline</span><span>${text(`LoRA ${candidate}`)}</span></div>`;
    const notes = pair.notes.map((note) => paragraph(`Note: ${note}`, 'note')).join('');
    const votes = paragraph(`${pairVotes(pair)}. Seed ${pair.seed}.`, 'note');
    return `<li>${shown}${paragraph(name)}${votes}${notes}</li>`;
  });
  return `<h3>${text(block.title)}</h3>\n<ul class="pairs">${items.join('')}</ul>`;
}

function factsHtml(facts: readonly Fact[]): string {
  const items = facts.map(({ name, value }) => `<div><dt>${text(name)}</dt><dd>${text(value)}</dd></div>`);
  return `<dl class="facts">${items.join('')}</dl>`;
}

function paragraph(words: string, className?: string): string {
  return `<p${className === undefined ? '' : ` class="${className}"`}>${text(words)}</p>`;
}

/** A line of text, escaped. */
function text(words: string): string {
  return escapeMarkup(plainLine(words));
}
