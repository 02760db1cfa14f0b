/** What stands above the sentence of a failure. In: its code. */
export function failureTitle(code: string): string {
  switch (code) {
    case 'evaluation_open':
      return 'No report yet';
    case 'cancelled':
      return 'The report was stopped';
    default:
      return 'The report cannot be shown';
  }
}
