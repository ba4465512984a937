let table: Uint32Array | undefined;

function crcTable(): Uint32Array {
  table ??= Uint32Array.from({ length: 256 }, (_, n) => {
    let c = n;
    for (let k = 0; k < 8; k++) c = c & 1 ? (c >>> 1) ^ 0xedb88320 : c >>> 1;
    return c >>> 0;
  });
  return table;
}

/** CRC-32 (ISO 3309, polynomial 0xedb88320) of the bytes, as an unsigned number. */
export function crc32(bytes: Uint8Array): number {
  const steps = crcTable();
  let crc = 0xffffffff;
  for (let i = 0; i < bytes.length; i++) crc = (crc >>> 8) ^ steps[(crc ^ bytes[i]) & 255];
  return (crc ^ 0xffffffff) >>> 0;
}
