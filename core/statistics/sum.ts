/** All numbers added up; 0 where there are none. */
export function sum(values: readonly number[]): number {
  return values.reduce((all, one) => all + one, 0);
}
