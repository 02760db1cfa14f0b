import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import sharp from 'sharp';

export interface Reply {
  readonly status: number;
  readonly contentType: string;
  readonly headers: IncomingHttpHeaders;
  readonly bytes: Buffer;
}

/** One request, its headers exactly those given. */
export function call(
  port: number,
  method: string,
  path: string,
  body: string | Buffer | undefined,
  headers: Readonly<Record<string, string>>,
): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const sent = httpRequest({ host: '127.0.0.1', port, method, path, headers }, async (response) => {
      const parts: Buffer[] = [];
      for await (const part of response) parts.push(Buffer.from(part));
      resolve({
        status: response.statusCode ?? 0,
        contentType: response.headers['content-type'] ?? '',
        headers: response.headers,
        bytes: Buffer.concat(parts),
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export const MULTIPART = { 'Content-Type': 'multipart/form-data; boundary=replay' };

/** A form with a picture of one colour, 48 by 32 as recorded, and fields. */
export async function pictureForm(
  colour: string,
  filename: string,
  fields: Readonly<Record<string, string>>,
): Promise<Buffer> {
  const blank = sharp({ create: { width: 48, height: 32, channels: 3, background: colour } });
  const parts = Object.entries(fields).map(
    ([name, value]) => `--replay\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  const head = `--replay\r\nContent-Disposition: form-data; name="image"; filename="${filename}"\r\nContent-Type: image/png\r\n\r\n`;
  const png = await blank.png().toBuffer();
  return Buffer.concat([Buffer.from(parts.join('') + head), png, Buffer.from('\r\n--replay--\r\n')]);
}
