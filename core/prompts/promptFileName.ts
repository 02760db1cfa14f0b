/** The endings of the files that prompts can be read from. */
export const PROMPT_FILES = ['.txt', '.csv', '.json'] as const;

/** Whether a file is one that prompts can be read from, by its name. */
export function isPromptFile(name: string): boolean {
  return PROMPT_FILES.some((ending) => name.toLowerCase().endsWith(ending));
}
