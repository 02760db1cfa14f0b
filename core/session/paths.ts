import type { SessionState } from './state';

/** Where an image stands, as other tools write it: relative, with forward slashes. */
export function imagePath(state: SessionState, file: string): string {
  return `./sessions/${state.session_id}/output/${file}`;
}

/** The last part of a path with slashes of either kind. */
export function baseName(path: string): string {
  return path.split(/[\\/]/).at(-1) ?? '';
}
