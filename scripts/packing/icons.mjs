import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { icnsFile, icoFile } from './iconFiles.mjs';

const LINUX_SIZES = [16, 24, 32, 48, 64, 128, 256, 512, 1024];
const WINDOWS_SIZES = [16, 20, 24, 32, 40, 48, 64, 256];
const MAC_SIZES = [16, 32, 64, 128, 256, 512, 1024];
/** Apple's grid: a tile of 824 on a ground of 1024, its corners rounded by 185. */
const TILE = { margin: 100 / 1024, radius: 185 / 1024, drawing: 0.7 };

/**
 * Draws the icons of all installers from the one drawing, each size by itself so that small ones are sharp: build/icon.icns
 * for macOS, build/icon.ico for Windows, build/icons/<size>x<size>.png for Linux.
 *
 * @param {string} root the folder of the repository
 * @returns {Promise<void>}
 */
export async function drawIcons(root) {
  const { default: sharp } = await import('sharp');
  const drawing = readFileSync(join(root, 'renderer/styles/favicon.svg'), 'utf8');
  const render = (/** @type {string} */ svg, /** @type {number} */ size) =>
    sharp(Buffer.from(svg), { density: Math.max(72, (72 * size) / 16) })
      .resize(size, size)
      .png()
      .toBuffer();
  const bare = async (/** @type {number} */ size) => ({ size, png: await render(drawing, size) });
  const onTile = async (/** @type {number} */ size) => ({ size, png: await render(tiled(drawing), size) });

  const out = join(root, 'build');
  rmSync(out, { recursive: true, force: true });
  mkdirSync(join(out, 'icons'), { recursive: true });
  for (const { size, png } of await Promise.all(LINUX_SIZES.map(bare))) {
    writeFileSync(join(out, 'icons', `${size}x${size}.png`), png);
  }
  writeFileSync(join(out, 'icon.ico'), icoFile(await Promise.all(WINDOWS_SIZES.map(bare))));
  writeFileSync(join(out, 'icon.icns'), icnsFile(await Promise.all(MAC_SIZES.map(onTile))));
}

/**
 * The drawing on the light tile that apps have in macOS's dock.
 *
 * @param {string} drawing an SVG of 16 by 16
 */
function tiled(drawing) {
  const inner = drawing.replace(/<\/?svg\b[^>]*>/g, '');
  const attributes = /<svg\b([^>]*)>/.exec(drawing)?.[1]?.replace(/\b(xmlns|viewBox)="[^"]*"/g, '') ?? '';
  const side = 16 * (1 - 2 * TILE.margin);
  const shift = (16 - 16 * TILE.drawing) / 2;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16">
    <rect x="${16 * TILE.margin}" y="${16 * TILE.margin}" width="${side}" height="${side}" rx="${16 * TILE.radius}" fill="#eef3f8" />
    <g transform="translate(${shift} ${shift}) scale(${TILE.drawing})" ${attributes}>${inner}</g>
  </svg>`;
}
