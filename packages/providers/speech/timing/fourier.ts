/** Power spectra of frames of one width, with the tables that all of them share. */
export interface PowerSpectrum {
  /** Length of the transform; bins are `sampleRate / size` apart. */
  size: number;
  /** Power of the bins 0 to size/2 of the Hamming-windowed frame that starts at `at`; overwritten by the next call. */
  of(pcm: Int16Array, at: number): Float64Array;
}

/** @param width samples of a frame */
export function createPowerSpectrum(width: number): PowerSpectrum {
  const size = 2 ** Math.ceil(Math.log2(width));
  const window = Float64Array.from(
    { length: width },
    (_, i) => 0.54 - 0.46 * Math.cos((2 * Math.PI * i) / (width - 1)),
  );
  const cosines = Float64Array.from({ length: size / 2 }, (_, i) => Math.cos((2 * Math.PI * i) / size));
  const sines = Float64Array.from({ length: size / 2 }, (_, i) => -Math.sin((2 * Math.PI * i) / size));
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  const power = new Float64Array(size / 2 + 1);

  return {
    size,
    of(pcm, at) {
      re.fill(0);
      im.fill(0);
      const taken = Math.min(width, pcm.length - at);
      for (let i = 0; i < taken; i += 1) re[i] = (pcm[at + i] as number) * (window[i] as number);
      transform(re, im, cosines, sines);
      for (let i = 0; i < power.length; i += 1)
        power[i] = (re[i] as number) * (re[i] as number) + (im[i] as number) * (im[i] as number);
      return power;
    },
  };
}

/** Fast Fourier transform in place (Cooley and Tukey, radix 2). */
function transform(re: Float64Array, im: Float64Array, cosines: Float64Array, sines: Float64Array): void {
  const n = re.length;
  reverseBits(re);
  // The imaginary part is all zeros before the first pass: nothing to reorder.
  for (let half = 1; half < n; half *= 2) {
    const stride = n / (2 * half);
    for (let k = 0; k < half; k += 1) {
      const cos = cosines[k * stride] as number;
      const sin = sines[k * stride] as number;
      for (let i = k; i < n; i += 2 * half) {
        const j = i + half;
        const a = re[j] as number;
        const b = im[j] as number;
        const r = a * cos - b * sin;
        const m = a * sin + b * cos;
        re[j] = (re[i] as number) - r;
        im[j] = (im[i] as number) - m;
        re[i] = (re[i] as number) + r;
        im[i] = (im[i] as number) + m;
      }
    }
  }
}

function reverseBits(values: Float64Array): void {
  for (let i = 1, j = 0; i < values.length; i += 1) {
    let bit = values.length >> 1;
    for (; j & bit; bit >>= 1) j ^= bit;
    j ^= bit;
    if (i < j) {
      const swap = values[i] as number;
      values[i] = values[j] as number;
      values[j] = swap;
    }
  }
}
