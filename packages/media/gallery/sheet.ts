import { createCanvas, type Canvas } from '@napi-rs/canvas';
import { cssFont, typeOf } from '../fonts.ts';
import { drawExhibit, type Exhibit } from './picture.ts';

/** Room between pictures, and for the names at the head and the left, px. */
const GAP = 8;
const HEAD = 34;
const LEFT = 156;
const NAME_SIZE = 15;
const GROUND = '#F2F2F4';
const INK = '#24242B';

/** Pictures in rows and columns with their names. */
export interface Sheet {
  columns: readonly string[];
  rows: readonly { name: string; exhibits: readonly Exhibit[] }[];
}

/**
 * All pictures of a sheet on one canvas.
 *
 * @param side shorter side of each picture, px
 */
export function drawSheet({ columns, rows }: Sheet, side: number): Canvas {
  const drawn = rows.map(({ exhibits }) => exhibits.map((exhibit) => drawExhibit(exhibit, side)));
  const cell = {
    width: Math.max(...drawn.flat().map(({ width }) => width)),
    height: Math.max(...drawn.flat().map(({ height }) => height)),
  };
  const canvas = createCanvas(
    LEFT + columns.length * (cell.width + GAP),
    HEAD + rows.length * (cell.height + GAP),
  );
  const context = canvas.getContext('2d');
  context.fillStyle = GROUND;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.fillStyle = INK;
  const { semibold } = typeOf({ face: 'lexend', spacing: 0 });
  context.font = cssFont(semibold, NAME_SIZE, columns.join());
  columns.forEach((name, column) => {
    context.fillText(name, LEFT + column * (cell.width + GAP), HEAD - 12);
  });
  rows.forEach(({ name }, row) => {
    const y = HEAD + row * (cell.height + GAP);
    context.fillText(name, 12, y + cell.height / 2);
    drawn[row]?.forEach((picture, column) => {
      context.drawImage(picture, LEFT + column * (cell.width + GAP), y);
    });
  });
  return canvas;
}
