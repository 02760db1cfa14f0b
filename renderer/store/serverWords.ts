/** A device as people call it: `RTX 4090` of `cuda:0 NVIDIA GeForce RTX 4090 : cudaMallocAsync`. */
export function deviceWords(name: string): string {
  const words = name
    .replace(/^[a-z]+:\d+\s+/i, '')
    .replace(/\s+:\s+\w+$/, '')
    .replace(/^NVIDIA\s+/i, '')
    .replace(/^GeForce\s+/i, '');
  return words === '' ? name : words;
}

/** A server's name as the page shows it. In: host and port, or `demo`. */
export function serverTitle(name: string): string {
  return name === 'demo' ? 'Built-in demo' : name;
}
