import { z } from 'zod';
import { summarySchema } from '../../../core/contract/sessionView';
import { sessionIdSchema } from '../../../core/session/identity';
import { parseJson, stringifyJson } from '../../../core/session/json';

/** Stands at the top of every archive that we write. */
export const MANIFEST = 'blindfold.json';
export const MANIFEST_FORMAT = 'blindfold-sessions';
export const MANIFEST_VERSION = 1;

const NOTE =
  'Sessions of Blindfold, whole: pictures, votes, unsaved changes, and which picture is which. Whoever is still to judge them blind should not look into these files. To use them, import this archive.';

/** Archives of before know no rating packs. */
const storedSummarySchema = summarySchema.extend({ is_pack: z.boolean().default(false) });

const manifestSchema = z.looseObject({
  format: z.string(),
  version: z.number(),
  sessions: z
    .array(
      z.looseObject({
        session_id: sessionIdSchema,
        /** The line of the list, so that an archived session can be shown without being unpacked. */
        summary: storedSummarySchema.optional().catch(undefined),
        search_text: z.string().optional().catch(undefined),
      }),
    )
    .catch([]),
});
export type Manifest = z.infer<typeof manifestSchema>;
type ManifestSession = Manifest['sessions'][number];

/** The manifest as it goes into an archive. In: ISO time of the making, and the version of the app. */
export function writeManifest(
  made: { readonly at: string; readonly by: string },
  sessions: readonly ManifestSession[],
): Uint8Array {
  const manifest = {
    format: MANIFEST_FORMAT,
    version: MANIFEST_VERSION,
    made_at: made.at,
    made_by: `Blindfold ${made.by}`,
    note: NOTE,
    sessions,
  };
  return Buffer.from(`${stringifyJson(manifest, 2)}\n`);
}

/** Out: null for what is no manifest of ours. */
export function readManifest(bytes: Uint8Array): Manifest | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    const parsed = manifestSchema.safeParse(parseJson(text, { nonFiniteAsNull: true }));
    return parsed.success && parsed.data.format === MANIFEST_FORMAT ? parsed.data : null;
  } catch (error) {
    // Broken JSON is a SyntaxError, broken UTF-8 a TypeError; anything else is a bug.
    if (error instanceof SyntaxError || error instanceof TypeError) return null;
    throw error;
  }
}
