import sharp from 'sharp';
import { canonicalInteger } from '../../core/session/json';
import type { PictureRequest } from './models';
import type { Raster } from './nodeTypes';
import { composePicture } from './painting/compose';
import { finishPicture } from './painting/finish';
import { styleOf } from './painting/style';

/** Encodes a raster as PNG, fast rather than small. */
export async function encodePng({ rgb, width, height }: Raster): Promise<Buffer> {
  return sharp(rgb, { raw: { width, height, channels: 3 } })
    .png({ compressionLevel: 2, adaptiveFiltering: true })
    .toBuffer();
}

/**
 * Paints the picture of a request: the scene that its prompt names, composed by the seed, finished by the
 * LoRAs and their weights. Equal requests give equal pixels; without LoRA the picture is soft and plain.
 */
export async function paintPicture(given: PictureRequest): Promise<Raster> {
  const request = { ...given, seed: canonicalInteger(given.seed) };
  const { width, height } = request;
  const style = styleOf(request.loras);
  const drawn = sharp(Buffer.from(composePicture(request, style)), { limitInputPixels: false }).removeAlpha();
  // The plain painter has a soft eye; a style sees its lines.
  const blur = Math.max(0, 1.1 - 1.2 * style.rich + 2.4 * style.fade) * (Math.max(width, height) / 1024);
  if (blur >= 0.3) drawn.blur(blur);
  const { data } = await drawn.raw().toBuffer({ resolveWithObject: true });
  const word = `${request.seed}|${request.positive.trim().toLowerCase()}|${request.negative.trim().toLowerCase()}`;
  const rgb = await finishPicture({ rgb: data, width, height, style, word });
  const raster = { width, height, rgb };
  return { ...raster, png: await encodePng(raster) };
}
