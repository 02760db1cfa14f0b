import { join } from 'node:path';
import { BUILTIN_TEMPLATES, templateFault, templateHint } from '../../core/assistant/templates';
import { type TemplateName, type TemplateView, templateNameSchema } from '../../core/contract/assistantView';
import { AppFailure } from '../../core/contract/failure';
import { atomicWrite } from '../sessions/atomicWrite';
import { errorCode, type FileSystem } from '../sessions/fileSystem';
import { onDisk } from '../sessions/storageFailure';

/** The wording of the requests: the built-in one, or that of a file which a person may change with any editor. */
export interface TemplateFiles {
  /** Never rejects: a file that cannot be used is told of, and the built-in wording counts. */
  list(): Promise<TemplateView[]>;
  /** The wording that counts. Never rejects. */
  text(name: TemplateName): Promise<string>;
  /** Writes a wording's file, or removes it (null). Rejects with AppFailure; then nothing has changed. */
  set(name: TemplateName, text: string | null): Promise<TemplateView[]>;
}

/** A wording has at most 40,000 letters; a file that holds more bytes than those can take is none. */
const MAX_BYTES = 160_000;

/** In: the folder of the files; it is made with the first one. Reads nothing yet. */
export function createTemplateFiles(options: {
  readonly folder: string;
  readonly fs: FileSystem;
  randomHex(bytes: number): string;
}): TemplateFiles {
  const { folder, fs } = options;
  let turn: Promise<unknown> = Promise.resolve();
  const pathOf = (name: TemplateName) => join(folder, `${name}.txt`);

  /** The file's text; null where there is none. Throws a sentence about what is wrong with it. */
  async function read(name: TemplateName): Promise<string | null> {
    const path = pathOf(name);
    try {
      const { isFolder, isFile, size } = await fs.facts(path);
      if (isFolder) throw new UnusableWording('It is a folder.');
      if (!isFile) throw new UnusableWording('It is no file with a text in it.');
      if (size > MAX_BYTES) throw new UnusableWording('It is larger than 160,000 bytes.');
      const text = new TextDecoder('utf-8', { fatal: true }).decode(await fs.readFile(path));
      const fault = templateFault(name, text);
      if (fault !== null) throw new UnusableWording(fault);
      return text;
    } catch (error) {
      if (error instanceof TypeError) throw new UnusableWording('It is not a text in UTF-8.');
      const code = errorCode(error);
      if (code === 'ENOENT') return null;
      if (/^E[A-Z0-9]+$/.test(code))
        throw new UnusableWording(`It cannot be read: the disk answered ${code}.`);
      throw error;
    }
  }

  async function look(name: TemplateName): Promise<TemplateView> {
    const builtin = BUILTIN_TEMPLATES[name];
    const view = { name, path: pathOf(name), text: builtin, is_own: false, builtin, fault: null };
    try {
      const text = await read(name);
      return text === null ? view : { ...view, text, is_own: true, fault: templateHint(name, text) };
    } catch (error) {
      if (!(error instanceof UnusableWording)) throw error;
      return {
        ...view,
        fault: `The file ${view.path} is left out, and the built-in wording counts. ${error.message}`,
      };
    }
  }

  const list = () => Promise.all(templateNameSchema.options.map(look));

  async function write(name: TemplateName, text: string | null): Promise<void> {
    const path = pathOf(name);
    // The built-in wording is no change: what a later version words better shall count.
    if (text === null || text === BUILTIN_TEMPLATES[name]) {
      await fs.unlink(path).catch((error: unknown) => {
        if (errorCode(error) !== 'ENOENT') throw error;
      });
      return;
    }
    await fs.makeFolders(folder);
    await atomicWrite(fs, path, new TextEncoder().encode(text), options.randomHex(6), { putsAside: true });
  }

  return {
    list,
    text: async (name) => (await look(name)).text,
    async set(name, text) {
      const fault = text === null ? null : templateFault(name, text);
      if (fault !== null)
        throw new AppFailure('bad_request', `This wording cannot be used. ${fault}`, { field: 'text' });
      const done = turn.then(async () => {
        await onDisk(`keep the wording of ${name}`, pathOf(name), () => write(name, text));
        return list();
      });
      turn = done.catch(() => undefined);
      return done;
    },
  };
}

/** What is wrong with a file, as a sentence. */
class UnusableWording extends Error {}
