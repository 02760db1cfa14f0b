import { z } from 'zod';
import { parseJson } from '../../core/session/json';

const id = z.string();
const nodeId = z.union([z.string(), z.number()]).transform(String);

/** A sampler's step, or how many it has; a number that no sampler counts to makes no frame. */
const stepCount = z.number().min(0).max(1_000_000_000);

/** How ComfyUI names a file that it holds. */
export const imageReferenceSchema = z.object({
  filename: z.string().min(1),
  subfolder: z.string().default(''),
  type: z.enum(['output', 'temp', 'input']).default('output'),
});
export type ImageReference = z.infer<typeof imageReferenceSchema>;

/** The files in one node's result; results of other kinds count as none. */
export const nodeOutputSchema = z
  .object({ images: z.array(z.unknown()).catch([]) })
  .transform(({ images }) =>
    images.flatMap((image): ImageReference[] => {
      const parsed = imageReferenceSchema.safeParse(image);
      return parsed.success ? [parsed.data] : [];
    }),
  )
  .catch([]);

const executionError = z.object({
  prompt_id: id,
  node_id: nodeId.nullish().transform((value) => value ?? null),
  node_type: z
    .string()
    .nullish()
    .transform((value) => value ?? null),
  exception_type: z.string().catch(''),
  exception_message: z.string().catch(''),
});
/** Why a node failed, as the socket and the history tell it. */
export type ExecutionError = z.infer<typeof executionError>;
export { executionError as executionErrorSchema };

/** The text frames that are read; ComfyUI sends more kinds, and custom nodes add their own. */
const frameSchema = z.discriminatedUnion('type', [
  z.object({
    type: z.literal('status'),
    data: z.object({
      status: z.object({ exec_info: z.object({ queue_remaining: z.number() }) }),
      sid: z.string().optional(),
    }),
  }),
  z.object({ type: z.literal('feature_flags'), data: z.record(z.string(), z.unknown()) }),
  z.object({ type: z.literal('execution_start'), data: z.object({ prompt_id: id }) }),
  z.object({
    type: z.literal('execution_cached'),
    data: z.object({ prompt_id: id, nodes: z.array(nodeId) }),
  }),
  z.object({
    type: z.literal('executing'),
    // Right after a reconnect the server sends the running node without its prompt.
    data: z.object({ node: nodeId.nullable(), prompt_id: id.nullish().transform((value) => value ?? null) }),
  }),
  z.object({
    type: z.literal('progress'),
    data: z.object({
      value: stepCount,
      max: stepCount,
      prompt_id: id.nullish().transform((value) => value ?? null),
      node: nodeId.nullish().transform((value) => value ?? null),
    }),
  }),
  z.object({
    type: z.literal('executed'),
    data: z.object({ prompt_id: id, node: nodeId, output: nodeOutputSchema }),
  }),
  z.object({ type: z.literal('execution_success'), data: z.object({ prompt_id: id }) }),
  z.object({ type: z.literal('execution_error'), data: executionError }),
  z.object({ type: z.literal('execution_interrupted'), data: z.object({ prompt_id: id }) }),
]);

type Frame = z.infer<typeof frameSchema>;

/** A preview of the image in the making. Older servers do not say of which prompt. */
export interface PreviewMessage {
  type: 'preview';
  data: {
    prompt_id: string | null;
    node: string | null;
    mime: 'image/jpeg' | 'image/png';
    image: Uint8Array;
  };
}

/** What ComfyUI tells over its socket, by `type`. */
export type ComfyMessage = Frame | PreviewMessage;

/** Reads a text frame. Out: null for kinds that we do not know and for frames that are not what they claim to be. */
export function parseTextFrame(text: string): ComfyMessage | null {
  let value: unknown;
  try {
    value = parseJson(text, { nonFiniteAsNull: true });
  } catch {
    return null;
  }
  const parsed = frameSchema.safeParse(value);
  return parsed.success ? parsed.data : null;
}

const PREVIEW_IMAGE = 1;
const PREVIEW_IMAGE_WITH_METADATA = 4;

const previewMetadataSchema = z.object({
  prompt_id: z.string().nullish(),
  node_id: nodeId.nullish(),
  image_type: z.enum(['image/jpeg', 'image/png']),
});

/** Reads a binary frame (big-endian event type first). Out: a preview, or null for all other kinds. */
export function parseBinaryFrame(bytes: Uint8Array): PreviewMessage | null {
  if (bytes.length < 8) return null;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const event = view.getUint32(0);
  const second = view.getUint32(4);
  if (event === PREVIEW_IMAGE) {
    if (second !== 1 && second !== 2) return null;
    const mime = second === 1 ? 'image/jpeg' : 'image/png';
    return { type: 'preview', data: { prompt_id: null, node: null, mime, image: bytes.subarray(8) } };
  }
  if (event !== PREVIEW_IMAGE_WITH_METADATA || 8 + second > bytes.length) return null;
  let metadata: unknown;
  try {
    metadata = parseJson(new TextDecoder().decode(bytes.subarray(8, 8 + second)));
  } catch {
    return null;
  }
  const parsed = previewMetadataSchema.safeParse(metadata);
  if (!parsed.success) return null;
  const { prompt_id, node_id, image_type } = parsed.data;
  return {
    type: 'preview',
    data: {
      prompt_id: prompt_id ?? null,
      node: node_id ?? null,
      mime: image_type,
      image: bytes.subarray(8 + second),
    },
  };
}
