/** How many of what was to be added were left out, because the list holds them: "3 were there already." */
export function thereAlready(count: number): string {
  return count === 1 ? '1 was there already.' : `${count.toLocaleString('en-US')} were there already.`;
}
