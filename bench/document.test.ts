import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { figuresPage, missingParts } from './document';
import { figureOf } from './figure';
import type { KeptPart } from './kept';
import { PARTS } from './parts';

const figure = (no: string, value: number) =>
  figureOf({ no, what: 'it', runs: [value], unit: 's', aim: 2, plain: null, beside: '' });
const kept: KeptPart[] = PARTS.map(({ name, rows }) => ({
  name,
  day: '2026-11-27',
  commit: 'abc1234',
  machine: '2 x a processor',
  seconds: 30,
  figures: rows.map((no) => figure(no, 1)),
}));

describe('missingParts', () => {
  it('are those of which a row is not there', () => {
    expect(missingParts(kept)).toEqual([]);
    const [first, ...others] = kept;
    if (first === undefined) throw new Error('There are no parts.');
    expect(missingParts(others).map(({ name }) => name)).toEqual([first.name]);
    const half = { ...first, figures: first.figures.slice(1) };
    expect(missingParts([half, ...others]).map(({ name }) => name)).toEqual([first.name]);
  });
});

describe('figuresPage', () => {
  it('has every row, how many miss their aims, and what a part takes', () => {
    const page = figuresPage(kept);
    for (const no of PARTS.flatMap(({ rows }) => rows))
      expect(page).toContain(`\n| ${no} | it | <= 2 s | 1 s | counted | met |`);
    expect(page).toMatch(/^All \d+ figures meet their aims\.$/m);
    expect(page).toMatch(/^\| `list` \| P6 \| .+ \| 30 s \|$/m);
    const [first, ...others] = kept;
    const slow = { ...first, figures: [figure('P9', 3)] } as KeptPart;
    expect(figuresPage([slow, ...others])).toMatch(/^1 of \d+ figures miss their aims\.$/m);
  });

  it('says once where all was measured, and by part where that differs; a commit only where there is one', () => {
    expect(figuresPage(kept)).toContain('\n- 2026-11-27, commit abc1234: 2 x a processor.\n');
    const [first, ...others] = kept;
    const later = { ...first, day: '2026-11-28', commit: null } as KeptPart;
    const page = figuresPage([later, ...others]);
    expect(page).toContain(`\n- 2026-11-28: 2 x a processor: ${later.name}.\n`);
    expect(page).toContain('\n- 2026-11-27, commit abc1234: 2 x a processor: list, ');
  });
});

describe('the page of figures', () => {
  it('has a row for each figure that is measured, and for no other', async () => {
    const page = await readFile(resolve(import.meta.dirname, '../docs/figures.md'), 'utf8');
    const rows = [...page.matchAll(/^\| ([A-Z]\d+) \|/gm)].map(([, no]) => no);
    expect(new Set(rows)).toEqual(new Set(PARTS.flatMap(({ rows }) => rows)));
  });
});
