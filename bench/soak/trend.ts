/** A value seen after so many votes. */
export interface Point {
  readonly votes: number;
  readonly value: number;
}

/** How much a value grows per 1,000 votes: the slope of the straight line nearest to the points (least squares). */
export function growth(points: readonly Point[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, one) => sum + one, 0) / values.length;
  const x = mean(points.map(({ votes }) => votes));
  const y = mean(points.map(({ value }) => value));
  const spread = points.reduce((sum, { votes }) => sum + (votes - x) ** 2, 0);
  if (!(spread > 0)) throw new Error('There is no trend in fewer than two moments.');
  return (1000 * points.reduce((sum, { votes, value }) => sum + (votes - x) * (value - y), 0)) / spread;
}

/** The later half of the points, the middle one included. */
export function secondHalf<T>(points: readonly T[]): T[] {
  return points.slice(Math.floor(points.length / 2));
}
