import { create } from 'zustand';
import type { LoraInfo } from '../../core/contract/comfyView';
import { AppFailure } from '../../core/contract/failure';
import { call } from './backend';

/** What LoRA files say about themselves, by server and file; null where a file says nothing. */
export const useLoraInfo = create<{ known: Readonly<Record<string, LoraInfo | null>> }>()(() => ({
  known: {},
}));

const asked = new Set<string>();

/** The name under which an answer is kept. */
export function loraKey(server: string, lora: string): string {
  return `${server}\n${lora}`;
}

/** Asks once about a file of a server. What cannot be answered now is left unsaid, and asked again the next time. */
export async function askAboutLora(server: string, lora: string): Promise<void> {
  const key = loraKey(server, lora);
  if (asked.has(key)) return;
  asked.add(key);
  try {
    const { info } = await call('comfy.loraInfo', { server, lora });
    useLoraInfo.setState(({ known }) => ({ known: { ...known, [key]: info } }));
  } catch (error) {
    asked.delete(key);
    // It is an aside: that the server does not answer stands beside its address.
    if (!(error instanceof AppFailure)) throw error;
  }
}
