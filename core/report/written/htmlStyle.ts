/** The style of an HTML report: light and dark as the system has it, and for paper. Names of colours are those that charts draw with. */
export const HTML_STYLE = `
:root {
  color-scheme: light dark;
  --surface: #fcfcfc; --raised: #ffffff; --ink: #1b1b1b; --ink-2: #555555; --ink-3: #696969;
  --line: #e1e1e1; --even: #ebebeb; --grid: #e4e4e4; --reference: #6b6b6b; --accent: #0b5c9b;
  --better: #00694d; --better-soft: #dff2ea; --worse: #a53d00; --worse-soft: #fbe8dd; --caution: #7d5200; --caution-soft: #fbf0d6;
  --data-1: #0072b2; --data-2: #b36b00; --data-3: #00835f; --data-4: #ad5488; --data-5: #c44d00; --data-6: #3d3d3d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --surface: #212121; --raised: #2b2b2b; --ink: #ececec; --ink-2: #b6b6b6; --ink-3: #9a9a9a;
    --line: #353535; --even: #333333; --grid: #363636; --reference: #a0a0a0; --accent: #78bdf5;
    --better: #4fd0a6; --better-soft: #16372d; --worse: #ff9d6b; --worse-soft: #43260f; --caution: #ecb64e; --caution-soft: #382b12;
    --data-1: #56b4e9; --data-2: #e69f00; --data-3: #2cc197; --data-4: #df97be; --data-5: #ff8340; --data-6: #dcdcdc;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; background: var(--surface); color: var(--ink); font: 14px/1.5 system-ui, -apple-system, "Segoe UI Variable Text",
  "Segoe UI", Roboto, "Noto Sans", sans-serif; font-variant-numeric: tabular-nums; overflow-wrap: anywhere;
}
main { max-width: 1000px; margin: 0 auto; padding: 48px 32px 96px; }
header { padding-bottom: 24px; border-bottom: 1px solid var(--line); }
.kicker { margin: 0 0 4px; color: var(--ink-2); font-size: 13px; }
h1 { margin: 0; font-size: 28px; line-height: 1.25; font-weight: 600; text-wrap: balance; }
h2 { margin: 56px 0 12px; font-size: 20px; line-height: 28px; font-weight: 600; }
h3 { margin: 32px 0 8px; font-size: 15px; line-height: 20px; font-weight: 600; }
p, li { max-width: 78ch; }
p { margin: 8px 0; }
ul { margin: 8px 0; padding-left: 20px; }
li { margin: 4px 0; }
a { color: var(--accent); text-underline-offset: 2px; }
nav ul { display: flex; flex-wrap: wrap; gap: 4px 20px; margin: 20px 0 0; padding: 0; list-style: none; font-size: 13px; }
nav li { margin: 0; }
code, pre { font-family: ui-monospace, "SF Mono", "Cascadia Mono", Consolas, "Liberation Mono", monospace; font-size: 13px; }
.tag { display: inline-block; margin-top: 16px; padding: 6px 12px; border: 1px solid var(--line); border-radius: 5px; background: var(--raised); }
.standing { margin: 20px 0 0; padding: 12px 16px; border-radius: 8px; background: var(--caution-soft); }
.standing p { margin: 0; }
.standing p + p { margin-top: 6px; }
dl.facts { display: flex; flex-wrap: wrap; gap: 16px 40px; margin: 20px 0 0; }
dl.facts div { min-width: 0; max-width: 100%; }
dl.facts dt { color: var(--ink-2); font-size: 12px; line-height: 16px; }
dl.facts dd { margin: 2px 0 0; font-weight: 500; }
.scroll { overflow-x: auto; margin: 20px 0; }
table { border-collapse: collapse; width: 100%; font-size: 13px; }
caption { padding: 0 0 8px; text-align: left; font-weight: 600; }
th, td { padding: 8px 10px; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; overflow-wrap: normal; }
thead th { color: var(--ink-2); font-weight: 400; vertical-align: bottom; }
tbody th { font-weight: 500; }
tr.group th { padding-top: 16px; color: var(--ink-2); font-weight: 600; }
th:first-child, td:first-child { padding-left: 0; text-align: left; }
th:last-child, td:last-child { padding-right: 0; }
.l { text-align: left; overflow-wrap: anywhere; }
td.n, tbody th.n { white-space: nowrap; }
td.l, th.l { min-width: 7em; }
.answer { display: inline-block; padding: 0 8px; border-radius: 3px; background: var(--even); color: var(--ink-2); white-space: nowrap; }
.answer.better { background: var(--better-soft); color: var(--better); }
.answer.worse { background: var(--worse-soft); color: var(--worse); }
figure { margin: 24px 0; }
figure.chart { overflow-x: auto; }
figure.chart svg { display: block; max-width: 100%; height: auto; }
figure.chart.wide svg { max-width: none; }
figcaption { margin-bottom: 8px; font-weight: 600; }
.pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(280px, 1fr)); gap: 24px; margin: 16px 0; padding: 0; list-style: none; }
.pairs li { margin: 0; min-width: 0; }
.pair { display: grid; grid-template-columns: 1fr 1fr; gap: 2px; margin: 0; }
.pair img { display: block; width: 100%; height: auto; border-radius: 3px; }
.pair em { grid-column: 1 / -1; display: grid; place-items: center; aspect-ratio: 2; border-radius: 3px; background: var(--even); color: var(--ink-2); font-size: 12px; font-style: normal; }
.pair span { color: var(--ink-2); font-size: 12px; }
.pair span + span { text-align: right; }
.pairs p { margin: 4px 0 0; font-size: 13px; line-height: 18px; }
.pairs .note { color: var(--ink-2); }
details { margin: 16px 0; border-top: 1px solid var(--line); border-bottom: 1px solid var(--line); }
details + details { border-top: 0; margin-top: -16px; }
summary { padding: 10px 0; font-weight: 500; cursor: pointer; }
details > :last-child { margin-bottom: 16px; }
pre { max-height: 320px; margin: 4px 0 16px; padding: 10px 12px; overflow: auto; border-radius: 5px; background: var(--even); white-space: pre-wrap; }
.whole { margin: 12px 0 0; color: var(--ink-2); font-size: 12px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
@media (max-width: 640px) { main { padding: 24px 16px 64px; } h1 { font-size: 22px; } }
@media print {
  :root {
    color-scheme: light;
    --surface: #ffffff; --raised: #ffffff; --ink: #1b1b1b; --ink-2: #444444; --ink-3: #555555;
    --line: #d0d0d0; --even: #ebebeb; --grid: #e4e4e4; --reference: #6b6b6b; --accent: #1b1b1b;
    --better: #00694d; --better-soft: #dff2ea; --worse: #a53d00; --worse-soft: #fbe8dd; --caution: #7d5200; --caution-soft: #fbf0d6;
    --data-1: #0072b2; --data-2: #b36b00; --data-3: #00835f; --data-4: #ad5488; --data-5: #c44d00; --data-6: #3d3d3d;
  }
  @page { margin: 16mm; }
  * { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  body { font-size: 10.5pt; }
  main { max-width: none; padding: 0; }
  nav { display: none; }
  h2, h3, caption, figcaption, summary { break-after: avoid; }
  tr, figure, .pairs li, .standing { break-inside: avoid; }
  figure.chart svg, figure.chart.wide svg { max-width: 100%; max-height: 230mm; }
  table { font-size: 8pt; }
  th, td { padding: 4px 5px; }
  pre { max-height: none; }
  .scroll, figure.chart { overflow: visible; }
  .pairs { grid-template-columns: repeat(3, 1fr); gap: 12px; }
  details::details-content { content-visibility: visible; block-size: auto; }
  summary { list-style: none; }
}
`;
