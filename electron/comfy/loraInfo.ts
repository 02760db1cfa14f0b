import type { LoraInfo } from '../../core/contract/comfyView';
import { loraInfo } from '../../core/lora/metadata';
import { createComfyClient } from './client';
import type { ComfyHttpOptions } from './http';

/** Asks a server what a LoRA file says about itself. Out: null when it says nothing or is not there. Throws ComfyFailure. */
export async function askLoraInfo(options: ComfyHttpOptions, lora: string): Promise<LoraInfo | null> {
  const metadata = await createComfyClient(options).metadata('loras', lora);
  return metadata === null ? null : loraInfo(lora, metadata);
}
