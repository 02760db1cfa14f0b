import { BrowserWindow, type Session, session } from 'electron';
import { AppFailure } from '../../../core/contract/failure';
import type { Printer } from '../printer';
import { refusePermissions, SCHEME } from './security';

/** The one page of a printing window. */
const ADDRESS = `${SCHEME}://print/report.html`;
/** What the page may use: what it holds itself, and no script. */
const POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; font-src data:";
/** Pages of the largest report are made in a few seconds, so this one hangs. */
const LIMIT_MS = 60_000;

let printed = 0;

/**
 * Prints in a window that nobody sees, which holds nothing but the text: no script, no network, no memory that outlasts it. It is gone
 * afterwards, whatever happens.
 */
export const desktopPrinter: Printer = {
  async toPdf(html, signal) {
    signal.throwIfAborted();
    printed += 1;
    // Without `persist:` it lives in memory.
    const partition = `print-${printed}`;
    const own = session.fromPartition(partition, { cache: false });
    const window = new BrowserWindow({
      show: false,
      webPreferences: {
        partition,
        javascript: false,
        sandbox: true,
        contextIsolation: true,
        nodeIntegration: false,
        webSecurity: true,
        webviewTag: false,
        spellcheck: false,
      },
    });
    try {
      confine(own, html);
      window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
      return await within(signal, async () => {
        await window.loadURL(ADDRESS);
        return window.webContents.printToPDF({
          pageSize: 'A4',
          printBackground: true,
          preferCSSPageSize: true,
        });
      });
    } finally {
      if (!window.isDestroyed()) window.destroy();
      own.protocol.unhandle(SCHEME);
    }
  },
};

/** The window gets the one page, and every other address is refused. */
function confine(own: Session, html: string): void {
  refusePermissions(own);
  own.webRequest.onBeforeRequest((details, answer) =>
    answer({ cancel: details.url !== ADDRESS && !details.url.startsWith('data:') }),
  );
  own.protocol.handle(SCHEME, (request) =>
    request.url === ADDRESS
      ? new Response(html, {
          headers: { 'Content-Type': 'text/html; charset=utf-8', 'Content-Security-Policy': POLICY },
        })
      : new Response(null, { status: 404 }),
  );
}

/** Waits for the pages until the person cancels, or the time is over. */
async function within(signal: AbortSignal, print: () => Promise<Uint8Array>): Promise<Uint8Array> {
  const ended = Promise.withResolvers<never>();
  const cancel = () => ended.reject(signal.reason);
  const timer = setTimeout(() => ended.reject(failed('it took longer than a minute')), LIMIT_MS);
  signal.addEventListener('abort', cancel, { once: true });
  try {
    return await Promise.race([print(), ended.promise]);
  } catch (error) {
    if (signal.aborted || error instanceof AppFailure) throw error;
    throw failed(error instanceof Error ? error.message : String(error), error);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', cancel);
  }
}

function failed(why: string, cause?: unknown): AppFailure {
  return new AppFailure(
    'not_possible',
    `The PDF could not be made: ${why}. Export the report as HTML and print that from a browser.`,
    { cause },
  );
}
