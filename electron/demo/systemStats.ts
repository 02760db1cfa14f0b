import os from 'node:os';
import type { JsonObject } from './graph';

/** A client tells the demo from a real server by this word among the server's arguments. */
export const DEMO_ARGUMENT = '--blindfold-demo';

/** The version whose behaviour the demo follows. */
export const COMFYUI_VERSION = '0.33.0';

/** GET /system_stats; memory in bytes. */
export function systemStats(port: number): JsonObject {
  const total = os.totalmem();
  const free = os.freemem();
  return {
    system: {
      os: process.platform,
      ram_total: total,
      ram_free: free,
      comfyui_version: COMFYUI_VERSION,
      required_frontend_version: null,
      installed_templates_version: null,
      required_templates_version: null,
      comfy_package_versions: [],
      python_version: 'none (Blindfold demo)',
      pytorch_version: 'none',
      embedded_python: false,
      deploy_environment: 'demo',
      argv: ['/demo/main.py', DEMO_ARGUMENT, '--port', String(port)],
    },
    devices: [
      {
        name: 'Demo painter',
        type: 'cpu',
        index: null,
        vram_total: total,
        vram_free: free,
        torch_vram_total: total,
        torch_vram_free: free,
      },
    ],
  };
}
