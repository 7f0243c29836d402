/** Texts as bytes, each as u32be byte length and UTF-8 bytes, so that no two lists are encoded alike. */
export function encodeParts(parts: readonly string[]): Buffer {
  const encoded = parts.map((part) => {
    const bytes = Buffer.from(part, 'utf8');
    const length = Buffer.alloc(4);
    length.writeUInt32BE(bytes.length);
    return Buffer.concat([length, bytes]);
  });
  return Buffer.concat(encoded);
}
