import { type AppliedLora, DEMO_LORAS } from '../models';
import { Chance } from './chance';

/** How a picture is finished. Every figure is 0 for the plain painter. */
export interface Style {
  /** Ink outlines. 1 is full. */
  readonly ink: number;
  /** Richer colours and contrast; negative is faded. */
  readonly rich: number;
  /** Paper and brush marks. */
  readonly brush: number;
  /** Hand-drawn wobble of all lines, in units of the sheet. */
  readonly wobble: number;
  /** What too much of a LoRA does: burnt colours, hard steps, halos, torn lines. */
  readonly burn: number;
  /** What a negative weight does: the picture goes soft and grey. */
  readonly fade: number;
}

/** How soon a LoRA takes hold, and how much it burns early. Epochs of one training differ in both. */
function nature(name: string): { hold: number; heat: number } {
  const { hold, heat } = natureByEpoch(name);
  // Two LoRAs of which nothing else is known must not paint alike; the demo's own are as they were drawn up.
  const own = DEMO_LORAS.includes(name) ? 0 : new Chance(name).between(-0.05, 0.05);
  return { hold: hold + own, heat };
}

function natureByEpoch(name: string): { hold: number; heat: number } {
  if (/overcooked/i.test(name)) return { hold: 1.35, heat: 1.9 };
  const epoch = Number(/-(\d{1,6})\.safetensors$/i.exec(name)?.[1] ?? '8');
  if (epoch <= 4) return { hold: 0.62, heat: 0.7 };
  if (epoch <= 8) return { hold: 1, heat: 1 };
  return { hold: 1.16, heat: 1.32 };
}

/** The style that the LoRAs in force give together. The best of a good LoRA lies at weights of 0.6 to 0.9. */
export function styleOf(loras: readonly AppliedLora[]): Style {
  let hold = 0;
  let heat = 0;
  for (const { name, weight } of loras) {
    const own = nature(name);
    hold += weight * own.hold;
    heat += Math.abs(weight) * own.heat;
  }
  const grown = Math.max(0, hold);
  const held = Math.min(1.15, grown);
  const burn = Math.min(2.2, Math.max(0, heat - 1.0) * 1.7);
  return {
    ink: held ** 0.8,
    rich: held,
    brush: Math.min(1.4, grown),
    wobble: 5.5 * held + 9 * burn,
    burn,
    fade: Math.min(1.5, Math.max(0, -hold)),
  };
}
