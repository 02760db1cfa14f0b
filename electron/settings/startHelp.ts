import { KEY_VARIABLE, PROVIDERS } from '../../core/assistant/providers';
import type { OPTIONS } from './startSettings';

/** What stands behind an option, and what the option does. */
const LINES: Readonly<Record<keyof typeof OPTIONS, readonly [value: string, words: string]>> = {
  port: ['NUMBER', 'serve the page at this port; any free one when not given'],
  sessions: ['DIR', 'keep the sessions in this folder'],
  settings: ['FILE', 'keep the settings in this file'],
  comfyui: ['URL', 'make images with this ComfyUI server, or "demo" for the built-in one'],
  demo: ['', 'start the built-in demo server and use it for new sessions'],
  'demo-image-ms': ['NUMBER', 'time that the demo takes for an image, in milliseconds'],
  'demo-size': ['WxH', 'size of its images in pixels, such as 512x512'],
  token: ['TEXT', 'the secret in the address of the page; a new one at each start when not given'],
  'no-open': ['', 'do not open a browser'],
};

/** Variables that no option stands for. */
const VARIABLES: readonly (readonly [name: string, words: string])[] = [
  [KEY_VARIABLE, "the key of the assistant's model server, whichever is set"],
  ...PROVIDERS.flatMap(({ variable, name }) =>
    variable === null ? [] : [[variable, `the key for ${name}, and for no other server`] as const],
  ),
];

/** True when somebody asks what can be given at the start. */
export function asksForHelp(argv: readonly string[]): boolean {
  return argv.includes('--help') || argv.includes('-h');
}

/** The options of a start and the variables of keys, one line for each. */
export function startHelp(): string {
  const options = [
    ...Object.entries(LINES).map(([name, [value, words]]) => [`--${name} ${value}`.trim(), words] as const),
    ['--help', 'print this'] as const,
  ];
  return [
    'Blindfold finds out by blind voting whether a LoRA beats the plain model.',
    '',
    ...rows(options),
    '',
    'Variables, in the environment or in a file .env in the working folder:',
    '',
    ...rows(VARIABLES),
  ].join('\n');
}

function rows(lines: readonly (readonly [name: string, words: string])[]): string[] {
  const width = Math.max(...lines.map(([name]) => name.length));
  return lines.map(([name, words]) => `  ${name.padEnd(width)}  ${words}`);
}
