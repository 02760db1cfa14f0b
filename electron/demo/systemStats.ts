import os from 'node:os';
import type { JsonObject } from './graph';
import type { VersionTraits } from './versions';

/** A client tells the demo from a real server by this word among the server's arguments. */
export const DEMO_ARGUMENT = '--blindfold-demo';

/** GET /system_stats; memory in bytes. */
export function systemStats(port: number, traits: VersionTraits): JsonObject {
  const total = os.totalmem();
  const free = os.freemem();
  return {
    system: {
      os: traits.namesSystemByFamily ? (process.platform === 'win32' ? 'nt' : 'posix') : process.platform,
      ram_total: total,
      ram_free: free,
      comfyui_version: traits.version,
      required_frontend_version: null,
      installed_templates_version: null,
      required_templates_version: null,
      ...(traits.namesSystemByFamily ? {} : { comfy_package_versions: [], deploy_environment: 'demo' }),
      python_version: 'none (Blindfold demo)',
      pytorch_version: 'none',
      embedded_python: false,
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
