import { runFfmpeg } from '@vividly/media';

/** A decoded picture: 8-bit red, green and blue of each pixel, row by row. */
export interface Picture {
  width: number;
  height: number;
  rgb: Uint8Array;
}

const bounds = { signal: new AbortController().signal, wallClockMs: 120_000, stallMs: 60_000 };

/**
 * What a video or picture of known size shows at `timesMs`, in their order. A video of variable rate is read at 30
 * pictures a second, so that each time shows what stands on the screen then.
 */
export async function picturesAt(
  path: string,
  { width, height }: { width: number; height: number },
  timesMs: readonly number[],
): Promise<Picture[]> {
  const frames = timesMs.map((ms) => Math.round((ms * 30) / 1000));
  const wanted = [...new Set(frames)].sort((a, b) => a - b);
  const chosen = wanted.map((frame) => `eq(n,${frame})`).join('+');
  const chunks: Buffer[] = [];
  const output = ['-fps_mode', 'passthrough', '-f', 'rawvideo', '-pix_fmt', 'rgb24', 'pipe:1'];
  await runFfmpeg(['-i', path, '-map', '0:v:0', '-vf', `fps=30,select='${chosen}'`, ...output], {
    ...bounds,
    onStdout: (chunk) => chunks.push(chunk),
  });
  const bytes = Buffer.concat(chunks);
  const size = width * height * 3;
  if (bytes.length !== size * wanted.length)
    throw new Error(`${path}: ${bytes.length} bytes are not ${wanted.length} pictures of ${width}×${height}`);
  return frames.map((frame) => {
    const at = wanted.indexOf(frame) * size;
    return { width, height, rgb: bytes.subarray(at, at + size) };
  });
}

/** Mean brightness of a picture, and how much it varies (standard deviation); 0 to 255. */
export function brightness({ rgb }: Picture): { mean: number; spread: number } {
  let sum = 0;
  let squares = 0;
  for (let at = 0; at < rgb.length; at += 3) {
    const luma = 0.2126 * (rgb[at] ?? 0) + 0.7152 * (rgb[at + 1] ?? 0) + 0.0722 * (rgb[at + 2] ?? 0);
    sum += luma;
    squares += luma * luma;
  }
  const count = rgb.length / 3;
  const mean = sum / count;
  return { mean, spread: Math.sqrt(Math.max(0, squares / count - mean * mean)) };
}

/** The plate under the spoken word of a burned-in caption: how many pixels of the lower third, and their middle. */
export function litPlate({ width, height, rgb }: Picture): { pixels: number; x: number; y: number } {
  let pixels = 0;
  let xs = 0;
  let ys = 0;
  for (let y = Math.floor((height * 2) / 3); y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const at = 3 * (y * width + x);
      const [red = 0, green = 0, blue = 0] = rgb.subarray(at, at + 3);
      // #FFC24B, give or take what the encoder changes.
      if (red < 225 || green < 160 || green > 220 || blue > 120) continue;
      pixels += 1;
      xs += x;
      ys += y;
    }
  return { pixels, x: xs / pixels, y: ys / pixels };
}

/** Seconds of the video that are black. */
export async function blackSeconds(path: string): Promise<number> {
  let seconds = 0;
  await runFfmpeg(['-i', path, '-map', '0:v:0', '-vf', 'fps=30,blackdetect=d=0.03', '-f', 'null', '-'], {
    ...bounds,
    onLogLine: (line) => {
      seconds += Number(/black_duration:([\d.]+)/.exec(line)?.[1] ?? 0);
    },
  });
  return seconds;
}
