import { createDemoServer, type DemoServer } from './server';

/** The port when none is given; not ComfyUI's own 8188, so that both can run. */
const DEFAULT_PORT = 8199;

const USAGE = 'Use: npm run demo -- [--port N] [--image-ms N] [--size WxH]';

interface DemoArguments {
  port: number;
  imageMs?: number;
  size?: { width: number; height: number };
}

class BadArgument extends Error {}

function wholeNumber(name: string, value: string | undefined, highest: number): number {
  if (value === undefined || !/^\d{1,9}$/.test(value) || Number(value) > highest) {
    throw new BadArgument(`${name} needs a whole number from 0 to ${highest}, not "${value ?? ''}".`);
  }
  return Number(value);
}

/** Reads the words after the command. Throws BadArgument with a sentence that names the word. */
export function readDemoArguments(words: readonly string[]): DemoArguments {
  const result: DemoArguments = { port: DEFAULT_PORT };
  const rest = words.flatMap((word) =>
    word.startsWith('--') && word.includes('=') ? splitOnce(word) : [word],
  );
  while (rest.length > 0) {
    const name = rest.shift() ?? '';
    if (name === '--port') result.port = wholeNumber(name, rest.shift(), 65535);
    else if (name === '--image-ms') result.imageMs = wholeNumber(name, rest.shift(), 600000);
    else if (name === '--size') result.size = sizeOf(rest.shift());
    else throw new BadArgument(`"${name}" is not known here. ${USAGE}`);
  }
  return result;
}

function splitOnce(word: string): [string, string] {
  const at = word.indexOf('=');
  return [word.slice(0, at), word.slice(at + 1)];
}

function sizeOf(value: string | undefined): { width: number; height: number } {
  const match = /^(\d{1,4})x(\d{1,4})$/.exec(value ?? '');
  const width = Number(match?.[1] ?? 0);
  const height = Number(match?.[2] ?? 0);
  if (width < 16 || height < 16 || width > 4096 || height > 4096) {
    throw new BadArgument(
      `--size needs a size such as 512x512, each side from 16 to 4096, not "${value ?? ''}".`,
    );
  }
  return { width, height };
}

/**
 * Runs the demo until it is told to stop. In: the words after the command; where lines go; what runs when it
 * is stopped. Out: the exit code when it could not start, else the server.
 */
export async function startDemo(
  words: readonly string[],
  say: { line(text: string): void; fault(text: string): void },
): Promise<DemoServer | { exitCode: number }> {
  let parsed: DemoArguments;
  try {
    parsed = readDemoArguments(words);
  } catch (error) {
    if (!(error instanceof BadArgument)) throw error;
    say.fault(error.message);
    return { exitCode: 2 };
  }
  try {
    const server = await createDemoServer(parsed);
    say.line(`Demo ComfyUI: ${server.url}`);
    return server;
  } catch (error) {
    if (!(error instanceof Error && 'code' in error)) throw error;
    if (error.code === 'EADDRINUSE') {
      say.fault(`Port ${parsed.port} is taken by another program. Give another one with --port.`);
    } else if (error.code === 'EACCES') {
      say.fault(`Port ${parsed.port} may not be opened by this user. Give one above 1023 with --port.`);
    } else throw error;
    return { exitCode: 1 };
  }
}
