/** A model server that speaks as OpenAI's does, as it is when nobody changed it. */
export interface Provider {
  readonly id: 'ollama' | 'lm_studio' | 'llama_cpp' | 'openai' | 'gemini';
  readonly name: string;
  /** As `parseModelServer` gives it. */
  readonly server: string;
  /** It runs on one's own computer and asks for no key. */
  readonly isLocal: boolean;
  /** The environment's variable that holds its key by custom; such a key goes to this server and to no other one. */
  readonly variable: string | null;
  /** What makes it answer when it does not, as a sentence. */
  readonly startWords: string;
}

/** The servers that are offered by name; any other one is typed. */
export const PROVIDERS: readonly Provider[] = [
  {
    id: 'ollama',
    name: 'Ollama',
    server: 'http://127.0.0.1:11434/v1',
    isLocal: true,
    variable: null,
    startWords: 'Start Ollama on this computer.',
  },
  {
    id: 'lm_studio',
    name: 'LM Studio',
    server: 'http://127.0.0.1:1234/v1',
    isLocal: true,
    variable: null,
    startWords: 'Start the server in LM Studio, on its Developer page.',
  },
  {
    id: 'llama_cpp',
    name: 'llama.cpp',
    server: 'http://127.0.0.1:8080/v1',
    isLocal: true,
    variable: null,
    startWords: 'Start llama-server on this computer.',
  },
  {
    id: 'openai',
    name: 'OpenAI',
    server: 'https://api.openai.com/v1',
    isLocal: false,
    variable: 'OPENAI_API_KEY',
    startWords: 'Look whether this computer is online.',
  },
  {
    id: 'gemini',
    name: 'Gemini',
    server: 'https://generativelanguage.googleapis.com/v1beta/openai',
    isLocal: false,
    variable: 'GEMINI_API_KEY',
    startWords: 'Look whether this computer is online.',
  },
];

/** Holds the key of whichever server is set. */
export const KEY_VARIABLE = 'BLINDFOLD_ASSISTANT_KEY';

/** The provider at an address, in the form of `parseModelServer`; null for a server of one's own. */
export function providerAt(server: string | null): Provider | null {
  return PROVIDERS.find((provider) => provider.server === server) ?? null;
}
