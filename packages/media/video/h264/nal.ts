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
  const breaks = breaksOf(payload);
  const bytes = new Uint8Array(1 + payload.length + breaks.length);
  bytes[0] = (refIdc << 5) | type;
  let from = 0;
  breaks.forEach((to, index) => {
    bytes.set(payload.subarray(from, to), 1 + from + index);
    bytes[1 + to + index] = 3;
    from = to;
  });
  bytes.set(payload.subarray(from), 1 + from + breaks.length);
  return bytes;
}

const twoZeros = Buffer.alloc(2);

/** Places in a content that a byte must come before: two zeros stand before them, and what follows could be a start code. */
function breaksOf(payload: Uint8Array): number[] {
  const content = Buffer.from(payload.buffer, payload.byteOffset, payload.byteLength);
  const breaks: number[] = [];
  let at = content.indexOf(twoZeros);
  while (at >= 0 && at + 2 < content.length) {
    const after = content[at + 2] as number;
    if (after <= 3) breaks.push(at + 2);
    at = content.indexOf(twoZeros, after <= 3 ? at + 2 : at + 3);
  }
  return breaks;
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
