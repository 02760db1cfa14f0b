import { create } from 'zustand';
import { providerAt } from '../../core/assistant/providers';
import type { AssistantView } from '../../core/contract/assistantView';
import { AppFailure } from '../../core/contract/failure';
import { call, failureText } from './backend';
import { tellFailure } from './notices';
import { useSettings } from './settings';

/** What a model server said of its models, when it was asked. */
export type ModelsHeard =
  | { phase: 'none' }
  | { phase: 'asking' }
  | { phase: 'heard'; models: readonly string[] }
  | { phase: 'failed'; message: string };

interface AssistantStore {
  /** How it is set up; null until that was answered. */
  view: AssistantView | null;
  /** Why that could not be asked for, in a sentence; null while it could. */
  failure: string | null;
  /** Of the server that is set up now. */
  models: ModelsHeard;
}

const NOT_ASKED: ModelsHeard = { phase: 'none' };

/** The assistant as it is set up. No key ever comes here. */
export const useAssistant = create<AssistantStore>()(() => ({
  view: null,
  failure: null,
  models: NOT_ASKED,
}));

let isFollowing = false;
/** An answer that a later question has overtaken says nothing any more. */
let asked = 0;
let askedModels = 0;

/** Asks how the assistant is set up, and from then on again whenever its settings change. A failure is kept beside it. */
export async function fetchAssistant(): Promise<void> {
  follow();
  const mine = ++asked;
  try {
    const view = await call('assistant.state', {});
    if (mine === asked) heard(view);
  } catch (error) {
    if (mine === asked) useAssistant.setState({ failure: failureText(error) });
  }
}

function follow(): void {
  if (isFollowing) return;
  isFollowing = true;
  useSettings.subscribe(({ view }, before) => {
    const now = view?.settings;
    const then = before.view?.settings;
    if (now === undefined || then === undefined) return;
    if (now.assistant_server !== then.assistant_server || now.assistant_model !== then.assistant_model)
      void fetchAssistant();
  });
}

function heard(view: AssistantView): void {
  const { view: before } = useAssistant.getState();
  useAssistant.setState({ view, failure: null });
  if (before?.server !== view.server) forgetModels();
}

function forgetModels(): void {
  askedModels += 1;
  useAssistant.setState({ models: NOT_ASKED });
}

/** Asks the server that is set up which models it offers. A failure is kept in their place. */
export async function fetchModels(): Promise<void> {
  const mine = ++askedModels;
  useAssistant.setState({ models: { phase: 'asking' } });
  let answer: ModelsHeard;
  try {
    answer = { phase: 'heard', models: (await call('assistant.models', {})).models };
  } catch (error) {
    answer = { phase: 'failed', message: failureText(error) };
  }
  if (mine === askedModels) useAssistant.setState({ models: answer });
}

/** Keeps the key of a server. Out: what is wrong with it, in a sentence; null when it is kept. The models are to be asked for anew. */
export async function keepKey(server: string, key: string): Promise<string | null> {
  try {
    await setKey(server, key);
    return null;
  } catch (error) {
    if (!(error instanceof AppFailure)) throw error;
    return error.message;
  }
}

/** Forgets the key of a server; a failure is told. */
export async function removeKey(server: string): Promise<void> {
  try {
    await setKey(server, null);
  } catch (error) {
    tellFailure(error);
  }
}

async function setKey(server: string, key: string | null): Promise<void> {
  const view = await call('assistant.setKey', { server, key });
  asked += 1;
  heard(view);
  if (view.server === server) forgetModels();
}

/** Whether a model can be asked: a server and a model are set up. Whether the server answers is seen when it is asked. */
export function isReady(
  view: AssistantView | null,
): view is AssistantView & { server: string; model: string } {
  return view !== null && view.server !== null && view.model !== null;
}

/** A model as sentences name it. Some servers name it by a file's whole path, of which the file counts. */
export function modelName(model: string): string {
  const isPath = /^(\/|[a-z]:[\\/]|models\/)/i.test(model);
  return isPath ? (model.split(/[\\/]/).filter(Boolean).at(-1) ?? model) : model;
}

/** Where a server is, as sentences name it: `Ollama on this computer`, `127.0.0.1:5001 on this computer`, `api.openai.com`. */
export function serverWords(server: string): string {
  if (isOwnComputer(server)) return `${providerAt(server)?.name ?? hostOf(server)} on this computer`;
  return hostOf(server);
}

/** Whether what goes to a server stays on this computer. A server reached through a tunnel looks the same. */
export function isOwnComputer(server: string): boolean {
  return /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/i.test(URL.parse(server)?.hostname ?? '');
}

function hostOf(server: string): string {
  return URL.parse(server)?.host ?? server;
}
