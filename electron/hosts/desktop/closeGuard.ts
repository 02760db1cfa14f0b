/** A session with changes that were not saved. */
export interface UnsavedSession {
  session_id: string;
  label: string;
}

export type CloseAnswer = 'save' | 'discard' | 'cancel';

export interface CloseQuestions {
  unsaved(): readonly UnsavedSession[];
  /** Asks the person; one sentence for all sessions. */
  ask(sentence: string): Promise<CloseAnswer>;
  /** Each rejects with a sentence when it could not be done. */
  save(session: UnsavedSession): Promise<void>;
  discard(session: UnsavedSession): Promise<void>;
  /** Tells the person what went wrong. Resolves to true when the window is to close all the same. */
  closeAnyway(sentence: string): Promise<boolean>;
}

/**
 * Asks what becomes of unsaved work before the window goes. Resolves to true when it may go. Whatever fails is
 * told, and the person decides: the journal holds every change, so that a disk which refuses must not hold the window.
 */
export async function mayClose(questions: CloseQuestions): Promise<boolean> {
  try {
    const unsaved = questions.unsaved();
    const [first, ...rest] = unsaved;
    if (first === undefined) return true;
    const answer = await questions.ask(
      rest.length === 0
        ? `${first.label} has changes that were not saved.`
        : `${unsaved.length} sessions have changes that were not saved.`,
    );
    if (answer === 'cancel') return false;
    for (const session of unsaved) await questions[answer](session);
    return true;
  } catch (error) {
    return questions.closeAnyway(error instanceof Error ? error.message : String(error));
  }
}
