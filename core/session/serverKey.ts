/** The one form of all ways to write a server's address: two addresses that mean the same place have the same. */
export function serverKey(address: string): string {
  const place = plainAddress(address)
    .toLowerCase()
    // A port that the scheme brings along says nothing more.
    .replace(/^(https:\/\/[^/]+):443(?=\/|$)/, '$1');
  // Without a port ComfyUI's own is meant, but for the demo's word and where a scheme brings its own.
  if (/^\s*http:/i.test(address)) return place.replace(/:80(?=\/|$)/, '');
  const isBare = !/^demo$|[/]|:\d+$/.test(place);
  return isBare ? `${place}:8188` : place;
}

/** An address as people write it, and as sentences name it: without `http://` and without a slash at the end. */
export function plainAddress(address: string): string {
  return address
    .trim()
    .replace(/^http:\/\//i, '')
    .replace(/\/+$/, '');
}
