import type { Answering, AssistantView, TemplateName, TemplateView } from '../../core/contract/assistantView';

/** A question to the model. */
export interface ModelQuestion {
  /** By it the answer is cancelled. */
  readonly request_id: string;
  /** What the model is and how it answers; null where the template says all. */
  readonly system: string | null;
  readonly text: string;
  /** The form of the answer (JSON Schema) where it is not free text; asked for where the server can, else only described in `text`. */
  readonly form: { readonly name: string; readonly schema: object } | null;
  /**
   * Hears the whole answer so far, and how many letters came in all, a model's thinking among them: nothing at first, then at most
   * ten times a second, and all that came before the question ends.
   */
  onText(text: string, characters: number): void;
}

export interface ModelAnswer {
  readonly text: string;
  readonly model: string;
  /** The server ended the answer before it was whole: too long, or for what it will not say. */
  readonly cut: 'length' | 'filter' | null;
}

/** The model server that the person set up, the wording of what it is asked, and the keys for it. */
export interface Assistant {
  /** Never rejects: where a key cannot be read, the answer says so. */
  state(): Promise<AssistantView>;
  /** In: a server's address, and its key or null. Throws AppFailure; then nothing has changed. */
  setKey(server: string, key: string | null): Promise<AssistantView>;
  /** The models of the server in the settings, by name. Throws AppFailure with a sentence. */
  models(): Promise<string[]>;
  /** Throws AppFailure: `not_possible` while none is set up, `assistant_unreachable`, `assistant_refuses`, `timed_out`, `cancelled`. */
  ask(question: ModelQuestion): Promise<ModelAnswer>;
  /** False when there is no such request. */
  cancel(request_id: string): boolean;
  /** Tells pages how far an answer is; at most ten a second, the last word always. */
  tell(answering: Answering): void;
  templates(): Promise<TemplateView[]>;
  /** The wording that counts. */
  template(name: TemplateName): Promise<string>;
  setTemplate(name: TemplateName, text: string | null): Promise<TemplateView[]>;
  /** Stops all requests. */
  dispose(): void;
}
