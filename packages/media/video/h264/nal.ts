/** NAL unit types that are written or read here (H.264, table 7-1). */
export const nalType = { slice: 1, idrSlice: 5, sei: 6, sps: 7, pps: 8, delimiter: 9 } as const;

export interface NalUnit {
  type: number;
  /** 0 when no other picture refers to it. */
  refIdc: number;
  /** Its content without the bytes that keep start codes from appearing in it. */
  payload: Uint8Array;
}

/** The unit as it is stored, without a start code: header byte, then the content with those bytes (7.4.1). */
export function encodeNal({ type, refIdc, payload }: NalUnit): Uint8Array {
  // Each pair of zeros can need one byte more.
  const bytes = new Uint8Array(1 + payload.length + (payload.length >> 1) + 1);
  bytes[0] = (refIdc << 5) | type;
  let length = 1;
  let zeros = 0;
  for (const byte of payload) {
    if (zeros === 2 && byte <= 3) {
      bytes[length++] = 3;
      zeros = 0;
    }
    bytes[length++] = byte;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return bytes.slice(0, length);
}

/** Reads a unit as it is stored. */
export function decodeNal(stored: Uint8Array): NalUnit {
  const head = stored[0] ?? 0;
  const payload = new Uint8Array(stored.length);
  let length = 0;
  let zeros = 0;
  for (let at = 1; at < stored.length; at += 1) {
    const byte = stored[at] as number;
    if (zeros === 2 && byte === 3) {
      zeros = 0;
      continue;
    }
    payload[length++] = byte;
    zeros = byte === 0 ? zeros + 1 : 0;
  }
  return { type: head & 0x1f, refIdc: (head >> 5) & 3, payload: payload.subarray(0, length) };
}
