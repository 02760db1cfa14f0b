import { type FileStore, type FileType, insideRoot } from './files';
import { type DemoReply, type DemoRequest, empty, json, TROUBLE } from './http';

const UPLOAD_TYPES: Readonly<Record<string, FileType>> = { input: 'input', temp: 'temp', output: 'output' };

/** POST /upload/image: a multipart form with `image`, and `type`, `subfolder`, `overwrite` as wanted. */
export async function uploadImage(request: DemoRequest, files: FileStore, now: number): Promise<DemoReply> {
  const contentType = request.headers['content-type'] ?? '';
  if (!contentType.startsWith('multipart/form-data')) return empty(400);
  const body = await request.body();
  const form = await new Response(new Uint8Array(body), {
    headers: { 'Content-Type': contentType },
  }).formData();
  const image = form.get('image');
  if (image === null || typeof image === 'string' || image.name === '') return empty(400);
  const type = UPLOAD_TYPES[String(form.get('type') ?? 'input')];
  if (type === undefined) return TROUBLE;
  const subfolder = insideRoot(String(form.get('subfolder') ?? ''));
  const name = image.name.slice(image.name.lastIndexOf('/') + 1);
  if (subfolder === undefined || name === '' || name === '..') return empty(400);
  const bytes = Buffer.from(await image.arrayBuffer());
  const overwrite = ['true', '1'].includes(String(form.get('overwrite') ?? ''));
  let filename = name;
  for (let copy = 1; !overwrite; copy += 1) {
    const there = files.get(type, subfolder, filename);
    if (there === undefined) break;
    if (there.bytes.equals(bytes)) return json({ name: filename, subfolder, type });
    const dot = name.lastIndexOf('.');
    filename = dot <= 0 ? `${name} (${copy})` : `${name.slice(0, dot)} (${copy})${name.slice(dot)}`;
  }
  files.put({ filename, subfolder, type }, bytes, now);
  return json({ name: filename, subfolder, type });
}
