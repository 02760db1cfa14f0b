import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { type Entry, fromBufferPromise } from 'yauzl';
import { parseJson } from '../../core/session/json';
import { type DrawnShowing, journalEvents } from '../drawnOrder';
import { createSession, generateAll, type Json, SMALL_SETUP } from '../evaluation';
import { expect, test } from '../fixtures';
import { createNoiseComfy } from '../noiseComfy';
import { startHost } from '../runningHost';
import { judgeFeature, type SideOnTheWire, tellingFeatures, WIRE_FEATURES } from '../wireFeatures';

/** One picture of a rating pack: its bytes, and what the zip says of them. */
interface Packed extends SideOnTheWire {
  entry: Entry;
  /** Place among the pictures of the zip, and in its list. */
  place: number;
  listed: number;
}

/** Packs that are looked at, of seventeen hidden showings each. */
const PACKS = 8;
/**
 * Packs of one session: a picture brings its own mean with it however it is packed, so that many packs of the same twelve
 * pairs would be few observations that are counted often, and chance alone would look like a leak.
 */
const PACKS_OF_ONE = 2;

test('over many rating packs neither their bytes nor their list tell sides or checks better than chance', async ({
  folder,
}) => {
  test.setTimeout(120_000);
  const comfy = await createNoiseComfy();
  const host = await startHost({
    args: ['--port', '0', '--sessions', join(folder, 'sessions'), '--comfyui', comfy.url],
    cwd: folder,
  });
  const seen: { a: Packed; b: Packed; showing: Json; drawn: DrawnShowing }[] = [];
  const drawn: Packed[] = [];
  let id = '';
  for (let pack = 0; pack < PACKS; pack += 1) {
    if (pack % PACKS_OF_ONE === 0) {
      id = await createSession(host, {
        ...SMALL_SETUP,
        metrics: ['Quality'],
        quality_control: { training: true, repeats: 0.2, catches: 3 },
      });
      await generateAll(host, id);
    }
    const answer = await fetch(`${host.url}/api/sessions/${id}/rating-pack`, {
      headers: { authorization: `Bearer ${host.token}` },
    });
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-disposition')).toMatch(/"?blindfold-pack-[0-9a-f]{8}\.zip"?$/);
    const { list, pictures } = await contentOf(Buffer.from(await answer.arrayBuffer()));
    // Names of files, sessions, the LoRA and its weights, or a word for what a showing is.
    expect(list).not.toMatch(/baseline|lora|inkwash|weight|seed|swap|catch|repeat|kind|0\.[468]\b/i);
    expect(list).not.toContain(id);
    const showings = (parseJson(list) as Json)['showings'] as Json[];
    // The truth is read only now, from the file that stays with whoever made the pack.
    const made = (await journalEvents(join(folder, 'sessions', id)))
      .filter(({ type }) => type === 'pack_made')
      .at(-1);
    const order = made?.['order'] as unknown as (DrawnShowing & { key: string })[];
    expect(showings.map(({ key }) => key)).toEqual(order.map(({ key }) => key));
    showings.forEach((showing, index) => {
      const [a, b] = [pictures.get(String(showing['image_a'])), pictures.get(String(showing['image_b']))];
      const truth = order[index];
      if (a === undefined || b === undefined || truth === undefined)
        throw new Error('A picture is not in its pack.');
      seen.push({ a, b, showing, drawn: truth });
    });
    drawn.push(...pictures.values());
  }
  await host.stop();
  await comfy.dispose();

  expect(
    seen.filter(({ drawn: { kind } }) => kind === 'catch').length,
    'checks were packed',
  ).toBeGreaterThanOrEqual(PACKS);
  expect(new Set(seen.map(({ showing }) => Object.keys(showing).sort().join())).size).toBe(1);
  expect(new Set(drawn.map(({ entry }) => shapeOfEntry(entry))).size, 'all pictures are packed alike').toBe(
    1,
  );
  for (const { a, b } of seen) expect(a.bytes.length).toBe(b.bytes.length);
  // One picture that stands in many showings must not be known again.
  for (const tell of [
    ({ address }: Packed) => address,
    ({ entry }: Packed) => String(entry.crc32),
    ({ bytes }: Packed) => createHash('sha256').update(bytes).digest('hex'),
    ({ bytes }: Packed) => createHash('sha256').update(bytes.subarray(33)).digest('hex'),
  ])
    expect(new Set(drawn.map(tell)).size).toBe(drawn.length);

  // Of a catch trial both sides are one picture: there is no side to tell.
  const sided = seen.filter(({ drawn: { kind } }) => kind !== 'catch');
  const features: Record<string, (side: Packed) => number> = {
    ...WIRE_FEATURES,
    'size in the zip': ({ entry }) => entry.compressedSize,
    'checksum in the zip': ({ entry }) => entry.crc32,
    'place in the zip': ({ place }) => place,
    'place in the list': ({ listed }) => listed,
  };
  const verdicts = Object.entries(features).map(([name, feature]) =>
    judgeFeature(
      name,
      sided.map(({ a, b, drawn: { swap } }) => ({ a: feature(a), b: feature(b), loraLeft: swap })),
    ),
  );
  expect(verdicts.filter(({ differ }) => differ > sided.length / 2).length).toBeGreaterThanOrEqual(6);
  expect(tellingFeatures(verdicts)).toEqual([]);
});

async function contentOf(bytes: Buffer): Promise<{ list: string; pictures: Map<string, Packed> }> {
  const zip = await fromBufferPromise(bytes);
  let list = '';
  const pictures = new Map<string, Packed>();
  for await (const entry of zip.eachEntry()) {
    const content = await buffer(await zip.openReadStreamPromise(entry));
    const name = entry.fileName.split('/').at(-1) ?? '';
    if (name === 'pack.json') list = content.toString();
    else
      pictures.set(name, {
        address: name,
        headers: [],
        bytes: content,
        entry,
        place: pictures.size,
        listed: -1,
      });
  }
  const names = ((parseJson(list) as Json)['pictures'] as Json[]).map((picture) => String(picture['name']));
  expect([...names].sort()).toEqual([...pictures.keys()].sort());
  for (const [listed, name] of names.entries()) Object.assign(pictures.get(name) ?? {}, { listed });
  return { list, pictures };
}

/** What the zip says of a picture beside its name, its size and its checksum. */
function shapeOfEntry(entry: Entry): string {
  const { comment, compressionMethod, extraFields, externalFileAttributes, fileNameLength } = entry;
  const { generalPurposeBitFlag, internalFileAttributes, versionMadeBy, versionNeededToExtract } = entry;
  return JSON.stringify([
    comment,
    compressionMethod,
    extraFields.map(({ id, data }) => [id, data.length]),
    externalFileAttributes,
    fileNameLength,
    generalPurposeBitFlag,
    internalFileAttributes,
    versionMadeBy,
    versionNeededToExtract,
  ]);
}
