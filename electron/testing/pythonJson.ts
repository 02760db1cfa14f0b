import { asciiJson } from '../demo/pngText';

/** Text that Python writes as it stands: a float, or a word that JSON does not know. */
class Raw {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
}

export const NAN = new Raw('NaN');
export const INFINITY = new Raw('-Infinity');
/** A float, which Python never writes without its point. */
export const float = (value: number) => new Raw(Number.isInteger(value) ? `${value}.0` : String(value));

/** `json.dumps(value, indent=2)`. */
export function pythonJson(value: unknown, indent = ''): string {
  if (value instanceof Raw) return value.text;
  if (typeof value === 'bigint') return value.toString();
  if (typeof value !== 'object' || value === null) return asciiJson(JSON.stringify(value));
  const inner = `${indent}  `;
  const items = Array.isArray(value)
    ? value.map((item) => pythonJson(item, inner))
    : Object.entries(value).map(
        ([key, item]) => `${asciiJson(JSON.stringify(key))}: ${pythonJson(item, inner)}`,
      );
  const [open, close] = Array.isArray(value) ? '[]' : '{}';
  return items.length === 0
    ? `${open}${close}`
    : `${open}\n${inner}${items.join(`,\n${inner}`)}\n${indent}${close}`;
}
