import type { LoraInfo } from '../contract/comfyView';
import { isJsonObject, JsonSyntaxError, type JsonValue, parseJson } from '../session/json';
import { modelFamily } from './families';

/** Longer values are cut: nobody reads them here. */
const MAX_LETTERS = 200;
const MAX_TRIGGERS = 8;
/** A tag in so large a share of the captions is what the LoRA listens to. */
const NEARLY_ALL = 0.9;
/** With fewer captions than this, a tag in all of them says nothing. */
const FEW_CAPTIONS = 3;

/** The values by their names, texts only. */
type Metadata = ReadonlyMap<string, string>;

/**
 * What a LoRA file says about itself, as kohya's scripts, OneTrainer and ai-toolkit write it. In: the file's name, and its
 * metadata as the server gave it, of which nothing is trusted. Out: null when it says nothing that helps.
 */
export function loraInfo(name: string, metadata: JsonValue): LoraInfo | null {
  const values = textsOf(metadata);
  const config = objectIn(values, 'ot_config');
  const base =
    said(values, 'ss_base_model_version', 'modelspec.architecture') ?? plain(config['base_model_name']);
  const info: LoraInfo = {
    name,
    base_model: base === null ? null : (modelFamily(base) ?? base),
    resolution:
      sizeIn(said(values, 'ss_resolution', 'modelspec.resolution')) ?? sizeIn(plain(config['resolution'])),
    trigger_words: triggerWords(values),
    training: training(values, config),
  };
  const isBare = info.base_model === null && info.resolution === null && info.trigger_words.length === 0;
  return isBare && info.training.length === 0 ? null : info;
}

function textsOf(metadata: JsonValue): Metadata {
  if (!isJsonObject(metadata)) return new Map();
  const texts = Object.entries(metadata).filter(
    (entry): entry is [string, string] => typeof entry[1] === 'string',
  );
  return new Map(texts);
}

/** The first of some values that says something, made fit to be shown. */
function said(values: Metadata, ...names: readonly string[]): string | null {
  for (const name of names) {
    const text = plain(values.get(name));
    if (text !== null) return text;
  }
  return null;
}

/** A value in one line, without control characters; null for what says nothing. */
function plain(value: JsonValue | undefined): string | null {
  if (typeof value === 'number' || typeof value === 'bigint') return String(value);
  if (typeof value !== 'string') return null;
  const letters = [
    ...value
      .slice(0, 4 * MAX_LETTERS)
      .replaceAll(/[\s\p{C}]+/gu, ' ')
      .trim(),
  ];
  const text = letters.length > MAX_LETTERS ? `${letters.slice(0, MAX_LETTERS).join('')}…` : letters.join('');
  return /^(?:none|null|undefined|nan|)$/i.test(text) ? null : text;
}

/** `(512, 512)`, `512,768` and `1024x1024` as `512 × 512`; one number alone as it is; null for what is no size. */
function sizeIn(text: string | null): string | null {
  const [, width, height = width] =
    /^\(?\s*(\d{2,5})(?:\s*[,x×]\s*(\d{2,5}))?\s*,?\)?$/i.exec(text ?? '') ?? [];
  return width === undefined ? null : `${width} × ${height}`;
}

function training(values: Metadata, config: { [key: string]: JsonValue }): LoraInfo['training'] {
  const info = objectIn(values, 'training_info');
  const epoch = said(values, 'ss_epoch') ?? plain(info['epoch']);
  const epochs = said(values, 'ss_num_epochs') ?? plain(config['epochs']);
  const images = imageCounts(values).reduce((sum, [, count]) => sum + count, 0);
  const rows: [string, string | null][] = [
    ['Rank', said(values, 'ss_network_dim') ?? plain(config['lora_rank'])],
    ['Alpha', said(values, 'ss_network_alpha') ?? plain(config['lora_alpha'])],
    ['Epoch', epoch !== null && epochs !== null ? `${epoch} of ${epochs}` : epoch],
    ['Steps', said(values, 'ss_steps') ?? plain(info['step'])],
    ['Images', images === 0 ? null : String(images)],
    ['Learning rate', said(values, 'ss_learning_rate') ?? plain(config['learning_rate'])],
    ['Trained on', said(values, 'ss_sd_model_name')],
    ['Usage', said(values, 'modelspec.usage_hint')],
    ['Comment', said(values, 'ss_training_comment')],
  ];
  return rows.flatMap(([name, value]) => (value === null ? [] : [{ name, value }]));
}

/** What the maker wrote down, else the tags that stand in nearly all captions of a folder of training images. */
function triggerWords(values: Metadata): string[] {
  const told = distinct((said(values, 'modelspec.trigger_phrase') ?? '').split(','));
  return told.length > 0 ? told : distinct(tagsInNearlyAll(values));
}

function distinct(words: readonly string[]): string[] {
  const seen = new Set<string>();
  return words
    .flatMap((word) => plain(word) ?? [])
    .filter((word) => !seen.has(word.toLowerCase()) && seen.add(word.toLowerCase()))
    .slice(0, MAX_TRIGGERS);
}

function tagsInNearlyAll(values: Metadata): string[] {
  const sizes = new Map(imageCounts(values));
  return Object.entries(objectIn(values, 'ss_tag_frequency')).flatMap(([folder, tags]) => {
    if (!isJsonObject(tags)) return [];
    const counts = Object.entries(tags).filter(
      (entry): entry is [string, number] => typeof entry[1] === 'number' && entry[1] > 0,
    );
    // One tag alone is the trigger word that a training was told.
    if (counts.length === 1) return counts.map(([tag]) => tag);
    const most = counts.reduce((largest, [, count]) => Math.max(largest, count), 0);
    const captions = sizes.get(folder) ?? most;
    if (captions < FEW_CAPTIONS) return [];
    return counts
      .filter(([, count]) => count >= NEARLY_ALL * captions)
      .sort(([, a], [, b]) => b - a)
      .map(([tag]) => tag);
  });
}

/** Images in each folder of the training, where it is written down. */
function imageCounts(values: Metadata): [string, number][] {
  return Object.entries(objectIn(values, 'ss_dataset_dirs')).flatMap(([folder, facts]) => {
    const count = isJsonObject(facts) ? facts['img_count'] : null;
    return typeof count === 'number' && count > 0 ? [[folder, count]] : [];
  });
}

/** A value that is itself JSON text of an object; an empty one for all else. */
function objectIn(values: Metadata, name: string): { [key: string]: JsonValue } {
  try {
    const value = parseJson(values.get(name) ?? '{}', { nonFiniteAsNull: true });
    return isJsonObject(value) ? value : {};
  } catch (error) {
    if (error instanceof JsonSyntaxError) return {};
    throw error;
  }
}
