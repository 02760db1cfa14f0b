import sharp from 'sharp';
import type { FaultSwitch } from './faults';
import { type FileStore, type FileType, insideRoot } from './files';
import { type DemoReply, type DemoRequest, empty } from './http';
import type { VersionTraits } from './versions';

const FILE_TYPES: readonly string[] = ['output', 'input', 'temp'] satisfies FileType[];

const CONTENT_TYPES: Readonly<Record<string, string>> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  webp: 'image/webp',
};

/** GET /view: a file as it was written, or re-encoded on request, with ComfyUI's guards. */
export async function viewFile(
  request: DemoRequest,
  files: FileStore,
  faults: FaultSwitch,
  traits: VersionTraits,
): Promise<DemoReply> {
  const { query } = request;
  const asked = query.get('filename');
  if (asked === null) return empty(404);
  const annotated = /^(.*) \[(output|input|temp)\]$/.exec(asked);
  const filename = annotated?.[1] ?? asked;
  const type = annotated?.[2] ?? query.get('type') ?? 'output';
  if (filename === '' || filename.startsWith('/') || filename.includes('..') || !isFileType(type))
    return empty(400);
  const subfolder = insideRoot(query.get('subfolder') ?? '');
  if (subfolder === undefined) return empty(403);
  const name = filename.slice(filename.lastIndexOf('/') + 1);
  const file = files.get(type, subfolder, name);
  if (file === undefined) return empty(404);
  const disposition = { 'Content-Disposition': `filename="${name}"` };

  const preview = query.get('preview');
  if (preview !== null) {
    const [format = '', quality = ''] = preview.split(';');
    const options = { quality: /^\d+$/.test(quality) ? Math.min(100, Math.max(1, Number(quality))) : 90 };
    const image = sharp(file.bytes);
    if (format === 'jpeg') {
      return {
        status: 200,
        contentType: 'image/jpeg',
        body: await image.jpeg(options).toBuffer(),
        headers: disposition,
      };
    }
    return {
      status: 200,
      contentType: 'image/webp',
      body: await image.webp(options).toBuffer(),
      headers: disposition,
    };
  }
  const channel = query.get('channel');
  if (channel === 'rgb') {
    const body = await sharp(file.bytes).removeAlpha().png().toBuffer();
    return { status: 200, contentType: 'image/png', body, headers: disposition };
  }
  if (channel === 'a') {
    const body = await sharp(file.bytes).ensureAlpha().extractChannel('alpha').png().toBuffer();
    return { status: 200, contentType: 'image/png', body, headers: disposition };
  }
  const cut = faults.request(['truncated_file'], request.method, request.path) !== undefined;
  const whole = {
    ...(traits.forbidsSniffing ? { 'X-Content-Type-Options': 'nosniff' } : {}),
    ...disposition,
    Etag: file.etag,
    'Last-Modified': new Date(file.modified).toUTCString(),
  };
  if (request.headers['if-none-match'] === file.etag) return { ...empty(304), headers: whole };
  return {
    status: 200,
    contentType:
      CONTENT_TYPES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()] ?? 'application/octet-stream',
    body: cut ? file.bytes.subarray(0, Math.floor(file.bytes.length / 2)) : file.bytes,
    headers: whole,
  };
}

function isFileType(type: string): type is FileType {
  return FILE_TYPES.includes(type);
}
