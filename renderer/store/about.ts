import type { AppAbout, AppInfo } from '../../core/contract/appView';
import { fetchOwnText } from '../backend/httpReads';
import { call, failureText } from './backend';
import { copyText } from './copyText';
import { tell } from './notices';

/** The licences of all parts, written beside the page when the app is packed. */
const NOTICES = 'notices.txt';

/** What the app is made of. Never rejects: why it is not known is in the answer. */
export async function fetchAbout(): Promise<{ about: AppAbout } | { fault: string }> {
  try {
    return { about: await call('app.about', {}) };
  } catch (error) {
    return { fault: failureText(error) };
  }
}

/** The licences of the app's parts. Never rejects: why they are not there is in the answer. */
export async function fetchNotices(): Promise<{ text: string } | { fault: string }> {
  try {
    const text = await fetchOwnText(NOTICES);
    return text === null ? { fault: 'This copy came without the licences of its parts.' } : { text };
  } catch (error) {
    return { fault: failureText(error) };
  }
}

/** What the About box says, as lines of text. */
export function aboutText({ version, host }: AppInfo, { system, programs, places }: AppAbout): string {
  return [
    `Blindfold ${version}, ${host === 'desktop' ? 'desktop app' : 'browser host'}`,
    ...programs.map((program) => `${program.name} ${program.version}`),
    `System: ${system}`,
    ...places.map(({ name, path }) => `${name}: ${path ?? 'not kept'}`),
  ].join('\n');
}

/** Puts what the About box says on the clipboard. */
export async function copyAbout(info: AppInfo, about: AppAbout): Promise<void> {
  if (await copyText(aboutText(info, about))) tell('Copied.', 'done');
  else tell('The system does not let the page copy.', 'fault');
}
