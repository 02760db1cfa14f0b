import { randomBytes } from 'node:crypto';
import { createDemoServer, type DemoServer } from '../electron/demo/server';

/** A fake ComfyUI whose pictures are noise: whatever tells the sides is then only what we send around them, sizes included. */
export function createNoiseComfy(): Promise<DemoServer> {
  return createDemoServer({
    imageMs: 0,
    size: { width: 64, height: 64 },
    paint: async ({ width, height }) => ({ width, height, rgb: randomBytes(width * height * 3) }),
  });
}
