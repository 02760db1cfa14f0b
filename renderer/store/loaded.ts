import { failureText } from './backend';

/** Something that is asked for: not there yet, there, or why not. What was there stays while it is asked for again. */
export type Loaded<T> =
  | { phase: 'loading' }
  | { phase: 'ready'; value: T }
  | { phase: 'failed'; message: string };

export const LOADING = { phase: 'loading' } as const;

/** Waits for an answer and says how it went; never rejects. */
export async function loaded<T>(answer: Promise<T>): Promise<Loaded<T>> {
  try {
    return { phase: 'ready', value: await answer };
  } catch (error) {
    return { phase: 'failed', message: failureText(error) };
  }
}
