/** Whether a prompt holds a word or phrase as such, whatever its case. */
export function holdsWord(prompt: string, word: string): boolean {
  const plain = word.trim().replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
  return new RegExp(`(?<![\\p{L}\\p{N}_])${plain}(?![\\p{L}\\p{N}_])`, 'iu').test(prompt);
}
