import { createBitReader, createBitWriter, type BitWriter } from './bits.ts';
import { nalType, type NalUnit } from './nal.ts';

/** Bits of `frame_num` and of the picture order count in every slice header. */
const FRAME_NUMBER_BITS = 8;
const ORDER_BITS = 16;

/** Pictures that others may refer to at a time: the one before a change and the one after it. */
const REFERENCES = 2;

const MAIN_PROFILE = 77;
/** Only what is in both the Main and the Baseline... profile is signalled by constraint flags; here Main alone. */
const MAIN_ONLY = 0b0100_0000;
/** Level 4.0: 1080p at 30 pictures a second. */
const LEVEL = 40;
const BT709 = 1;

export interface PictureSize {
  /** px, even */
  width: number;
  height: number;
}

/** Sequence parameter set (H.264, 7.3.2.1 and E.1.1) of all videos of a size. */
export function sequenceParameters({ width, height }: PictureSize): NalUnit {
  const out = createBitWriter();
  out.bits(8, MAIN_PROFILE);
  out.bits(8, MAIN_ONLY);
  out.bits(8, LEVEL);
  out.ue(0);
  out.ue(FRAME_NUMBER_BITS - 4);
  out.ue(0);
  out.ue(ORDER_BITS - 4);
  out.ue(REFERENCES);
  out.bits(1, 0);
  const [across, down] = [Math.ceil(width / 16), Math.ceil(height / 16)];
  out.ue(across - 1);
  out.ue(down - 1);
  // Frames only; direct_8x8_inference.
  out.bits(2, 0b11);
  const [right, bottom] = [(across * 16 - width) / 2, (down * 16 - height) / 2];
  out.bits(1, right + bottom > 0 ? 1 : 0);
  if (right + bottom > 0) for (const edge of [0, right, 0, bottom]) out.ue(edge);
  out.bits(1, 1);
  writeUsability(out);
  return { type: nalType.sps, refIdc: 3, payload: out.end() };
}

function writeUsability(out: BitWriter): void {
  // Square samples; no overscan.
  out.bits(1, 1);
  out.bits(8, 1);
  out.bits(1, 0);
  // Unspecified format, limited range, BT.709 throughout; no chroma location.
  out.bits(1, 1);
  out.bits(3, 5);
  out.bits(2, 0b01);
  for (let count = 0; count < 3; count += 1) out.bits(8, BT709);
  out.bits(1, 0);
  // Two ticks to a picture: 30 a second at most.
  out.bits(1, 1);
  out.bits(32, 1);
  out.bits(32, 60);
  out.bits(1, 0);
  // No buffering model, no picture structure.
  out.bits(3, 0);
  // One picture may come later than those that are shown after it; decoders need not wait for more.
  out.bits(1, 1);
  out.bits(1, 1);
  for (const value of [0, 0, 10, 10, 1, REFERENCES]) out.ue(value);
}

/** What the intra encoder's own picture parameters fix for all slices. */
export interface Quantisation {
  /** pic_init_qp */
  initial: number;
  /** chroma_qp_index_offset */
  chromaOffset: number;
}

/** Numbers of the picture parameter sets: of slices that are written here, and of those that x264 wrote. */
export const OWN = 0;
export const X264 = 1;

/** Of slices that are written here. */
export const ownQuantisation: Quantisation = { initial: 26, chromaOffset: 0 };

/** Picture parameter set (7.3.2.2): CAVLC, blends weighted by the pictures' order, deblocking as each slice says. */
export function pictureParameters(number: number, { initial, chromaOffset }: Quantisation): NalUnit {
  const out = createBitWriter();
  out.ue(number);
  out.ue(0);
  out.bits(2, 0);
  out.ue(0);
  out.ue(0);
  out.ue(0);
  out.bits(1, 0);
  out.bits(2, 2);
  out.se(initial - 26);
  out.se(0);
  out.se(chromaOffset);
  out.bits(3, 0b100);
  return { type: nalType.pps, refIdc: 3, payload: out.end() };
}

/** What a slice may be predicted from (7.4.3). Above 4 they would promise that all slices of the picture are alike. */
export const sliceType = { predicted: 0, blended: 1, intra: 2 } as const;

export interface SliceHeader {
  /** Address of its first macroblock. */
  first: number;
  type: keyof typeof sliceType;
  /** Number of its picture parameter set. */
  parameters: number;
  /** Where the picture stands in decoding order since the last IDR, and in showing order. */
  frameNumber: number;
  order: number;
  /** Given for a slice of an IDR picture: differs from that of the IDR before. */
  idr?: number;
  /** Whether other pictures refer to this one. */
  reference: 'kept' | 'not_kept';
  /** Predict from the reference before the newest one. */
  skipNewest?: true;
  /** slice_qp_delta */
  quantiserDelta: number;
  /** As bits after disable_deblocking_filter_idc; absent: no deblocking. */
  deblocking?: { idc: number; alpha: number; beta: number };
}

/** slice_header of 7.3.3 under the parameter sets above. */
export function writeSliceHeader(out: BitWriter, header: SliceHeader): void {
  const { type, idr, reference, deblocking } = header;
  out.ue(header.first);
  out.ue(sliceType[type]);
  out.ue(header.parameters);
  out.bits(FRAME_NUMBER_BITS, header.frameNumber % 2 ** FRAME_NUMBER_BITS);
  if (idr !== undefined) out.ue(idr);
  out.bits(ORDER_BITS, header.order % 2 ** ORDER_BITS);
  // Blends: direct prediction from neighbours, which have no motion either.
  if (type === 'blended') out.bits(1, 1);
  if (type !== 'intra') {
    out.bits(1, 0);
    if (header.skipNewest) {
      out.bits(1, 1);
      // Back by two pictures; end of the list's changes.
      out.ue(0);
      out.ue(1);
      out.ue(3);
    } else out.bits(1, 0);
  }
  if (type === 'blended') out.bits(1, 0);
  if (reference === 'kept') out.bits(idr === undefined ? 1 : 2, 0);
  out.se(header.quantiserDelta);
  out.ue(deblocking?.idc ?? 1);
  if (deblocking && deblocking.idc !== 1) {
    out.se(deblocking.alpha);
    out.se(deblocking.beta);
  }
}

/** What of an encoder's sequence parameters its slice headers depend on. */
export interface ForeignSequence {
  frameNumberBits: number;
  orderType: number;
  orderBits: number;
}

/** Reads a sequence parameter set of the Baseline or Main profile. Throws Error on what the intra encoder never writes. */
export function readSequence(payload: Uint8Array): ForeignSequence {
  const reader = createBitReader(payload);
  const profile = reader.bits(8);
  reader.bits(16);
  reader.ue();
  if (profile >= 100)
    throw new Error(`profile ${profile} of the intra encoder is not one that can be rewritten`);
  const frameNumberBits = reader.ue() + 4;
  const orderType = reader.ue();
  const orderBits = orderType === 0 ? reader.ue() + 4 : 0;
  return { frameNumberBits, orderType, orderBits };
}

/** Reads a picture parameter set. Throws Error on what the intra encoder never writes. */
export function readPicture(payload: Uint8Array): Quantisation {
  const reader = createBitReader(payload);
  reader.ue();
  reader.ue();
  const [entropy, bottomOrder, groups] = [reader.bits(1), reader.bits(1), reader.ue()];
  if (entropy + bottomOrder + groups > 0) throw new Error('the intra encoder wrote CABAC or slice groups');
  reader.ue();
  reader.ue();
  reader.bits(3);
  const initial = 26 + reader.se();
  reader.se();
  const chromaOffset = reader.se();
  if (reader.bits(3) !== 0b100) throw new Error('the intra encoder wrote slices without deblocking control');
  return { initial, chromaOffset };
}

/** A picture that stands for itself, as slice data that any header can be put before. */
export interface IntraSlice {
  quantiserDelta: number;
  deblocking: { idc: number; alpha: number; beta: number };
  payload: Uint8Array;
  /** Bits of the payload that are slice data. */
  from: number;
  to: number;
}

/** Takes the one slice of an IDR picture apart. */
export function readIntraSlice(payload: Uint8Array, sequence: ForeignSequence): IntraSlice {
  const reader = createBitReader(payload);
  if (reader.ue() !== 0) throw new Error('the intra encoder wrote a picture in several slices');
  reader.ue();
  reader.ue();
  reader.bits(sequence.frameNumberBits);
  reader.ue();
  if (sequence.orderType === 0) reader.bits(sequence.orderBits);
  reader.bits(2);
  const quantiserDelta = reader.se();
  const idc = reader.ue();
  const deblocking = { idc, alpha: idc === 1 ? 0 : reader.se(), beta: idc === 1 ? 0 : reader.se() };
  let last = payload.length - 1;
  while (payload[last] === 0) last -= 1;
  const stop = 31 - Math.clz32((payload[last] as number) & -(payload[last] as number));
  return { quantiserDelta, deblocking, payload, from: reader.position(), to: last * 8 + 7 - stop };
}
