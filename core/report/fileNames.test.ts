import { describe, expect, it } from 'vitest';
import { chartFileName, reportFileName } from './fileNames';

const ID = '20260411_203312';

describe('the name of an exported report', () => {
  it('tells the session, what it holds, and whether it holds all', () => {
    expect(reportFileName(ID, 'html', ['Style'])).toBe(`blindfold-${ID}-report.html`);
    expect(reportFileName(ID, 'csv', ['Style'], { filter: { seeds: [1] } })).toBe(
      `blindfold-${ID}-scores-filtered.csv`,
    );
    expect(reportFileName(ID, 'png', ['Style'], { chart: 'weights', metric: 'Style' })).toBe(
      `blindfold-${ID}-weights-style.png`,
    );
    expect(reportFileName(ID, 'png', ['Style'], { chart: 'overall' })).toBe(`blindfold-${ID}-overall.png`);
  });

  it('is a plain name, and one of its own, whatever a metric is called', () => {
    const metrics = ['../../etc', 'Größe & Farbe', '美しさ', 'Étude', 'etude', '"; rm'];
    const names = metrics.map((metric) => chartFileName(metrics, { chart: 'stars', metric }));
    expect(names).toEqual([
      'stars-etc',
      'stars-gro-e-farbe',
      'stars-metric-3',
      'stars-metric-4-etude',
      'stars-metric-5-etude',
      'stars-rm',
    ]);
  });
});
