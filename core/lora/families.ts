/** The kinds of models that a LoRA is made for. Bare version numbers tell nothing: every model has its own. */
const FAMILIES = [
  { name: 'Flux.1', pattern: /flux/ },
  { name: 'SD 3', pattern: /sd[-_ ]?v?3|stable-diffusion-3/ },
  { name: 'SDXL', pattern: /xl|pony|illustrious|noobai|animagine/ },
  { name: 'SD 2', pattern: /sd[-_ ]?v?2|stable-diffusion-v?2|v2-[01]/ },
  { name: 'SD 1.5', pattern: /sd[-_ ]?v?1|stable-diffusion-v?1|v1-[45]/ },
] as const;

/** The family of models that a name or a training program's word for it speaks of: `sdxl_base_v1-0` is SDXL; null when it does not tell. */
export function modelFamily(text: string): string | null {
  const name =
    text
      .replaceAll('\\', '/')
      .split('/')
      .findLast((part) => part !== 'lora')
      ?.toLowerCase() ?? '';
  return FAMILIES.find(({ pattern }) => pattern.test(name))?.name ?? null;
}

/**
 * A hint that a LoRA was made for another family than the checkpoint belongs to, in a sentence; null where both fit or one
 * of them does not plainly tell. In: what the LoRA's metadata says, and the checkpoint's file name.
 */
export function misfit(baseModel: string | null, checkpoint: string): string | null {
  const wanted = baseModel === null ? null : modelFamily(baseModel);
  const given = modelFamily(checkpoint);
  if (wanted === null || given === null || wanted === given) return null;
  return `Trained for ${wanted}, while the checkpoint looks like ${given}. A LoRA of another model does nothing, or spoils the pictures.`;
}
