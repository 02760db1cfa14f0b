import { z } from 'zod';
import { shownSetupSchema } from '../session/setup';
import { time } from './fields';

/** A preset in the list. */
export const presetEntrySchema = z.object({
  name: z.string(),
  /** Of its last save. */
  saved_at: time,
});
export type PresetEntry = z.infer<typeof presetEntrySchema>;

export const presetListSchema = z.object({ presets: z.array(presetEntrySchema) });
/** A preset whole. Its set-up names no server: that in use stays. */
export const presetSchema = z.object({ name: z.string(), setup: shownSetupSchema });

/** Letters of a name. */
export const MAX_PRESET_NAME = 100;
/** A name as a person gives it: any letters, in one line. */
export const presetNameSchema = z
  .string({ error: 'A preset has a name.' })
  // Far more than can be meant, before the work of taking it apart.
  .max(1000, `The name of a preset holds at most ${MAX_PRESET_NAME} characters.`)
  .transform((name) =>
    name
      .normalize('NFC')
      .replaceAll(/[\s\p{Cc}]+/gu, ' ')
      .trim(),
  )
  .refine((name) => name !== '', 'A preset has a name.')
  .refine(
    (name) => [...name].length <= MAX_PRESET_NAME,
    `The name of a preset holds at most ${MAX_PRESET_NAME} characters.`,
  );

/** What makes two names the same preset: case and the ways to write one letter do not count, as in many file systems. */
export function presetKey(name: string): string {
  return name.normalize('NFC').trim().replaceAll(/\s+/gu, ' ').toLowerCase();
}
