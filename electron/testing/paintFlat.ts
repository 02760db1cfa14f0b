import { createHash } from 'node:crypto';

/** Another flat picture of the size asked for, at once: for tests that look at no picture but tell one from another. */
export async function paintFlat(request: { readonly width: number; readonly height: number }) {
  const { width, height } = request;
  const [red, green, blue] = createHash('sha256').update(JSON.stringify(request, plain)).digest();
  const rgb = Buffer.alloc(width * height * 3, Buffer.from([red ?? 0, green ?? 0, blue ?? 0]));
  return { width, height, rgb };
}

function plain(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? value.toString() : value;
}
