/** Bytes that are there as a stream of one piece, for what takes streams. */
export async function* onePiece(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
}
