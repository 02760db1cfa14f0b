import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from 'playwright';

/** Where two pictures stand on a page, in CSS pixels. */
export type Places = readonly { x: number; y: number; width: number; height: number }[];

/** A page that only shows two pictures and, on a key, two others that were loaded and decoded before. */
export interface BarePage {
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the bare page. In: pictures as PNG bytes, which are loaded anew under an address of its own for each showing. */
export async function serveBarePage(pictures: readonly Buffer[]): Promise<BarePage> {
  const server = createServer((request, response) => {
    const [, place] = /^\/picture\/(\d+)$/.exec(request.url ?? '') ?? [];
    const picture = place === undefined ? undefined : pictures[Number(place) % pictures.length];
    if (picture === undefined) response.writeHead(200, { 'content-type': 'text/html' }).end(PAGE);
    else response.writeHead(200, { 'content-type': 'image/png', 'cache-control': 'no-store' }).end(picture);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/`,
    async close() {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}

/** Puts the two pictures of the bare page where those of another page stand. */
export async function placePictures(page: Page, places: Places): Promise<void> {
  await page.evaluate((all) => {
    for (const [index, { x, y, width, height }] of all.entries()) {
      const pane = document.querySelectorAll('div')[index];
      Object.assign(pane?.style ?? {}, {
        left: `${x}px`,
        top: `${y}px`,
        width: `${width}px`,
        height: `${height}px`,
      });
    }
  }, places);
}

const PAGE = `<!doctype html><title>bare</title>
<style>body{margin:0;background:#777}div{position:absolute}img{width:100%;height:100%;display:block}</style>
<div></div><div></div>
<script>
  const panes = document.querySelectorAll('div');
  let count = 0;
  const load = async () => {
    const picture = new Image();
    picture.decoding = 'sync';
    picture.alt = 'bare';
    picture.src = '/picture/' + count++;
    await picture.decode();
    return picture;
  };
  const loadPair = () => Promise.all([load(), load()]);
  let ahead = null;
  const prepare = async () => {
    document.documentElement.ariaBusy = 'true';
    ahead = await loadPair();
    document.documentElement.ariaBusy = 'false';
  };
  const show = () => {
    if (ahead === null) return;
    panes.forEach((pane, index) => pane.replaceChildren(ahead[index]));
    ahead = null;
    prepare();
  };
  addEventListener('keydown', show);
  prepare().then(show);
</script>`;
