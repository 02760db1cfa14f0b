/** The one form of all ways to write a server's address: two addresses that mean the same place have the same. */
export function serverKey(address: string): string {
  const place = address
    .trim()
    .toLowerCase()
    .replace(/^http:\/\//, '')
    .replace(/\/+$/, '');
  // Without a port ComfyUI's own is meant, but for the demo's word and where a scheme brings its own.
  const isBare = !/^demo$|[/]|:\d+$/.test(place);
  return isBare && !/^\s*http:/i.test(address) ? `${place}:8188` : place;
}
