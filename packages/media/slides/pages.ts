import { flow, layersOf, type FlowRequest, type Placement, type Tile } from './flow.ts';
import { bottom, rect, type Rect } from './geometry.ts';
import type { Shape } from './shapes.ts';
import { START, type Layer } from './slide.ts';
import type { Look } from './theme/index.ts';

/** Room under the pages of a deck for the dots that count them, px. */
const DOTS_HEIGHT = 36;
const DOT_RADIUS = 9;
const DOT_DISTANCE = 40;

/** The part of `area` that the pages of a deck may use. */
export function aboveDots(area: Rect): Rect {
  return rect(area.x, area.y, area.width, area.height - DOTS_HEIGHT);
}

/**
 * Tiles over as many pages as they need: for texts that cannot all stand at once. Takes the fewest pages, then the
 * largest type that gives no more. Null when a tile does not fit on a page alone.
 */
export function pagedFlow(
  deck: string,
  tiles: readonly Tile[],
  look: Look,
  request: FlowRequest,
): Layer[] | null {
  const area = aboveDots(request.area);
  let best: Placement[][] | null = null;
  for (const size of [...request.sizes].reverse()) {
    const pages = paginate(tiles, { ...request, area, sizes: [size] });
    if (pages === null || (best !== null && pages.length > best.length)) break;
    best = pages;
  }
  return best && deckOf(deck, best.map(layersOf), request.area, look);
}

/** As few pages as can be, and then as even as can be: not four tiles and one, but three and two. */
function paginate(tiles: readonly Tile[], request: FlowRequest): Placement[][] | null {
  const full = filledPages(tiles, request, Infinity);
  if (full === null) return null;
  const even = filledPages(tiles, request, Math.ceil(tiles.length / full.length));
  return even?.length === full.length ? even : full;
}

/** Pages with as many tiles as fit, but no more than `most`. */
function filledPages(tiles: readonly Tile[], request: FlowRequest, most: number): Placement[][] | null {
  const pages: Placement[][] = [];
  let rest = tiles;
  while (rest.length > 0) {
    let taken = Math.min(rest.length, most);
    let page = flow(rest.slice(0, taken), request);
    while (page === null && taken > 1) {
      taken -= 1;
      page = flow(rest.slice(0, taken), request);
    }
    if (page === null) return null;
    pages.push(page);
    rest = rest.slice(taken);
  }
  return pages;
}

/**
 * Pages that share a place, turned as the words of their parts are spoken, with dots at the foot of `area` that count
 * them. A page on which no cue falls is turned to when its share of the scene has come.
 */
export function deckOf(deck: string, pages: readonly Layer[][], area: Rect, look: Look): Layer[] {
  return pages.flatMap((layers, number) => {
    const dots: Layer = {
      id: `${deck}-dots-${number}`,
      trigger:
        number > 0 && layers.every(({ trigger }) => trigger.at === 'start')
          ? { at: 'share', share: number / pages.length }
          : START,
      entrance: 'fade',
      shapes: dotShapes(number, pages.length, area, look.surface.ink),
    };
    return onPage(deck, number, [...layers, dots]);
  });
}

export function onPage(deck: string, number: number, layers: readonly Layer[]): Layer[] {
  return layers.map((layer) => ({ ...layer, page: { deck, number } }));
}

/** One dot for each page, the open one filled and longer. */
function dotShapes(open: number, count: number, area: Rect, color: string): Shape[] {
  const y = bottom(area) - DOT_RADIUS;
  const left = area.x + area.width / 2 - ((count - 1) * DOT_DISTANCE) / 2;
  return Array.from({ length: count }, (_, number): Shape => {
    const x = left + number * DOT_DISTANCE;
    return number === open
      ? {
          kind: 'rect',
          box: rect(x - 16, y - DOT_RADIUS, 32, 2 * DOT_RADIUS),
          radius: DOT_RADIUS,
          fill: color,
        }
      : { kind: 'circle', centre: { x, y }, radius: DOT_RADIUS - 2, stroke: { color, width: 3 } };
  });
}
