import sharp from 'sharp';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JsonObject } from './graph';
import { createDemoServer, type DemoServer } from './server';
import { TestClient } from './testClient';
import { call, MULTIPART, pictureForm } from './transcripts/call';

let server: DemoServer;
let client: TestClient;

beforeEach(async () => {
  server = await createDemoServer({ imageMs: 0 });
  client = new TestClient(server.url);
  await client.connect('me');
});

afterEach(async () => {
  client.close();
  await server.dispose();
});

const GRAPH: JsonObject = {
  1: { class_type: 'LoadImage', inputs: { image: 'folder/up.png [input]' } },
  2: { class_type: 'ImageInvert', inputs: { image: ['1', 0] } },
  3: { class_type: 'SaveImage', inputs: { images: ['2', 0], filename_prefix: 'inverted' } },
};

async function upload(colour: string): Promise<void> {
  const form = await pictureForm(colour, 'up.png', { subfolder: 'folder', overwrite: 'true' });
  await call(server.port, 'POST', '/upload/image', form, MULTIPART);
}

async function firstPixel(filename: string): Promise<number[]> {
  const { bytes } = await call(server.port, 'GET', `/view?filename=${filename}`, undefined, {});
  return [...(await sharp(bytes).raw().toBuffer()).subarray(0, 3)];
}

describe('LoadImage', () => {
  it('reads the pixels of an uploaded picture, and reads them again when another took its name', async () => {
    await upload('#ff0000');
    await client.run(GRAPH, 'me');
    expect(await firstPixel('inverted_00001_.png')).toEqual([0, 255, 255]);
    await upload('#0000ff');
    await client.run(GRAPH, 'me');
    expect(await firstPixel('inverted_00002_.png')).toEqual([255, 255, 0]);
  });

  it('of a file that is no picture ends the prompt with an error', async () => {
    const form = Buffer.from(
      '--replay\r\nContent-Disposition: form-data; name="image"; filename="no.png"\r\n\r\nno picture\r\n--replay--\r\n',
    );
    await call(server.port, 'POST', '/upload/image', form, MULTIPART);
    const graph = { ...GRAPH, 1: { class_type: 'LoadImage', inputs: { image: 'no.png' } } };
    const { prompt_id: id } = await client.post('/prompt', { prompt: graph, client_id: 'me' });
    const told = await client.hears('execution_error', { prompt_id: id ?? null });
    expect(told.exception_type).toBe('PIL.UnidentifiedImageError');
  });
});
