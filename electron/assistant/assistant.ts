import type { Answering, AssistantView, TemplateName, TemplateView } from '../../core/contract/assistantView';

/** A question to the model. */
export interface ModelQuestion {
  /** By it the answer is cancelled. */
  readonly request_id: string;
  /** What the model is asked. Whatever it takes to find that out can be cancelled as well. */
  text(): Promise<string>;
  /** The form of the answer (JSON Schema) where it is not free text; asked for where the server can, else only described in its text. */
  readonly form: { readonly name: string; readonly schema: object } | null;
  /**
   * What pages are told of the answer so far: nothing of it at first, then at most ten times a second, and all that came before the
   * question ends.
   */
  soFar(text: string): Partial<Pick<Answering, 'pairs' | 'metrics' | 'text'>>;
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
  /**
   * Throws AppFailure: `not_possible` while none is set up, `assistant_unreachable`, `assistant_refuses`, `timed_out`, `cancelled`; and
   * what `text` throws.
   */
  ask(question: ModelQuestion): Promise<ModelAnswer>;
  /** False when there is no such request. */
  cancel(request_id: string): boolean;
  templates(): Promise<TemplateView[]>;
  /** The wording that counts. */
  template(name: TemplateName): Promise<string>;
  setTemplate(name: TemplateName, text: string | null): Promise<TemplateView[]>;
  /** Stops all requests. */
  dispose(): void;
}
