/** Whether the backend can be reached: not yet, yes, or not any more. */
export type LinkState = 'connecting' | 'open' | 'lost';

/** Carries texts between the page and the backend. What they mean is the client's business. */
export interface Transport {
  /** Sends one text. Rejects when it surely did not arrive. */
  send: (text: string) => Promise<void>;
  onText: (listener: (text: string) => void) => void;
  /** Told at once with the present state, then with every change. */
  onState: (listener: (state: LinkState) => void) => void;
  dispose: () => void;
}
