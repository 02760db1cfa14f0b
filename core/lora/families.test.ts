import { describe, expect, it } from 'vitest';
import { misfit, modelFamily } from './families';

describe('the family of a model', () => {
  it.each([
    ['sd_v1', 'SD 1.5'],
    ['stable-diffusion-v1/lora', 'SD 1.5'],
    ['sd15/v1-5-pruned-emaonly.safetensors', 'SD 1.5'],
    ['sd_v2', 'SD 2'],
    ['v2-1_768-ema-pruned.safetensors', 'SD 2'],
    ['sdxl_base_v1-0', 'SDXL'],
    ['stable-diffusion-xl-v1-base/lora', 'SDXL'],
    ['sd\\juggernautXL_v9.safetensors', 'SDXL'],
    ['realvisxlV50.safetensors', 'SDXL'],
    ['ponyDiffusionV6.safetensors', 'SDXL'],
    ['sd3.5_large.safetensors', 'SD 3'],
    ['flux-1-dev/lora', 'Flux.1'],
    ['flux1-dev-fp8.safetensors', 'Flux.1'],
    ['dreamshaper_8.safetensors', null],
    ['epicrealism_v2.0.safetensors', null],
    ['sdxl/mine_v1.5.safetensors', null],
    ['', null],
  ])('of %s is %s', (name, family) => {
    expect(modelFamily(name)).toBe(family);
  });
});

describe('a LoRA for another model', () => {
  it('is named where both plainly tell', () => {
    expect(misfit('SD 1.5', 'sd_xl_base_1.0.safetensors')).toContain(
      'Trained for SD 1.5, while the checkpoint looks like SDXL.',
    );
    expect(misfit('SDXL', 'sd_xl_base_1.0.safetensors')).toBeNull();
    expect(misfit('SDXL', 'dreamshaper_8.safetensors')).toBeNull();
    expect(misfit('something new', 'sd_xl_base_1.0.safetensors')).toBeNull();
    expect(misfit(null, 'sd_xl_base_1.0.safetensors')).toBeNull();
  });
});
