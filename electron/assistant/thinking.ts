/** Takes a model's thinking out of its answer, piece by piece. */
export interface ThinkingFilter {
  /** In: the next piece. Out: the answer so far, without what was only thought. */
  feed(piece: string): string;
  /** The answer when nothing more comes. */
  end(): string;
}

const OPEN = ['<think>', '<thinking>', '<thought>', '<reasoning>'];
const CLOSE = /<\/(?:think|thinking|thought|reasoning)>/g;
const LONGEST_CLOSE = '</reasoning>'.length;

/**
 * Makes one for an answer. Thinking stands before the answer, between `<think>` and `</think>` or the like; some servers swallow the
 * opening word, so that what came before a closing one was thought, too.
 */
export function createThinkingFilter(): ThinkingFilter {
  let isThinking = false;
  /** Nothing but what may yet become an opening word has come. */
  let isOpen = true;
  let held = '';
  let text = '';
  /** The end of `text`: to cut it off a long one again and again takes long. */
  let last = '';
  /** Blanks behind thinking belong to neither. */
  let isBehindThinking = false;

  function answerSoFar(): string {
    return isThinking || isOpen ? '' : text;
  }

  function begin(): void {
    const start = held.trimStart();
    const opening = OPEN.find((word) => start.startsWith(word));
    if (opening !== undefined) {
      isThinking = true;
      isOpen = false;
      take(start.slice(opening.length));
    } else if (!OPEN.some((word) => word.startsWith(start))) {
      isOpen = false;
      take(held);
    }
  }

  function take(piece: string): void {
    const words = isBehindThinking && text === '' ? piece.trimStart() : piece;
    // The closing word may lie across two pieces.
    const tail = last + words;
    text += words;
    last = tail.slice(-LONGEST_CLOSE);
    const closing = [...tail.matchAll(CLOSE)].at(-1);
    if (closing === undefined) return;
    isThinking = false;
    isBehindThinking = true;
    text = tail.slice(closing.index + closing[0].length).trimStart();
    last = text.slice(-LONGEST_CLOSE);
  }

  return {
    feed(piece) {
      if (isOpen) {
        held += piece;
        begin();
      } else take(piece);
      return answerSoFar();
    },
    end() {
      if (isOpen) {
        isOpen = false;
        text = held;
      }
      return answerSoFar();
    },
  };
}
