import type { VisualOf } from '@vividly/lesson';
import { cardRadius, cardTile, drawMark, markDiameter } from '../cards.ts';
import { contentSizes, sizesFor } from '../frame.ts';
import { evenColumns, flow, layersOf, type FlowRequest, type Tile } from '../flow.ts';
import { inset, rect, right, type Rect } from '../geometry.ts';
import { icon } from '../icons.ts';
import { pagedFlow } from '../pages.ts';
import { START, type Layer, type Trigger } from '../slide.ts';
import type { Layout, Stage } from '../stage.ts';
import { fitText, placeText, type TextBlock } from '../text.ts';

type Question = VisualOf<'question'>;

/** The prompt in large type, the options as lettered cards; the right one gets a tick and a frame. */
export const question: Layout<'question'> = {
  heading: 'if-it-fits',
  arrangements: [
    (visual, stage) => (visual.options.length === 0 ? promptAlone(visual, stage) : null),
    (visual, stage) =>
      withPrompt(visual, stage, (tiles, area) => {
        const placements = flow(tiles, { ...optionFlow(visual, stage), area });
        return placements && layersOf(placements);
      }),
    (visual, stage) =>
      withPrompt(visual, stage, (tiles, area) =>
        pagedFlow('options', tiles, stage.look, { ...optionFlow(visual, stage), area }),
      ),
  ],
  cards: (visual, stage) => [
    { id: 'prompt', trigger: START, texts: [visual.prompt] },
    ...visual.options.map(({ id, text }) => ({
      id,
      trigger: optionTrigger(visual, id, stage),
      texts: [text],
    })),
  ],
};

function optionFlow({ options }: Question, { frame }: Stage): Omit<FlowRequest, 'area'> {
  const columns = evenColumns(options.length, { '16:9': 3, '1:1': 2, '9:16': 1 }[frame.aspect]);
  return { sizes: contentSizes(frame, options.length), columns, gap: frame.gap };
}

/** The prompt over what `rest` makes of the options, at the largest prompt that leaves room for them. */
function withPrompt(
  visual: Question,
  stage: Stage,
  rest: (tiles: Tile[], area: Rect) => Layer[] | null,
): Layer[] | null {
  const { area, frame } = stage;
  for (const size of sizesFor(frame, 'headline')) {
    const prompt = promptBlock(visual, stage, [size], area.width);
    if (prompt === null) continue;
    const head = prompt.height + 1.5 * frame.gap;
    const layers = rest(
      optionTiles(visual, stage),
      rect(area.x, area.y + head, area.width, area.height - head),
    );
    if (layers === null) continue;
    return [promptLayer(prompt, rect(area.x, area.y, area.width, prompt.height), stage), ...layers];
  }
  return null;
}

/** An open question: the prompt beside a large question mark, or alone where both do not fit. */
function promptAlone(visual: Question, stage: Stage): Layer[] | null {
  const { area, frame, look } = stage;
  const beside = frame.aspect === '16:9';
  const side = Math.min(area.height, area.width * 0.3);
  const room = beside
    ? rect(area.x, area.y, area.width - side - 2 * frame.gap, area.height)
    : rect(area.x, area.y + side, area.width, area.height - side);
  const middle = beside
    ? { x: right(area) - side / 2, y: area.y + area.height / 2 }
    : { x: area.x + side / 2, y: area.y + side / 2 };
  const art: Layer = {
    id: 'art',
    trigger: START,
    entrance: 'fade',
    shapes: [
      { kind: 'circle', centre: middle, radius: side * 0.44, fill: look.mark.fill },
      {
        kind: 'circle',
        centre: middle,
        radius: side * 0.49,
        stroke: { color: look.mark.fill, width: 4, dash: [2, 16] },
      },
      icon('question', middle, side * 0.62, look.mark.sign),
    ],
  };
  const prompt = promptBlock(visual, stage, sizesFor(frame, 'headline'), room.width, room.height);
  if (prompt !== null) return [art, promptLayer(prompt, room, stage)];
  const whole = promptBlock(visual, stage, sizesFor(frame, 'headline'), area.width, area.height);
  return whole && [promptLayer(whole, area, stage)];
}

function promptBlock(
  visual: Question,
  { look, breakWords }: Stage,
  sizes: readonly number[],
  width: number,
  height = Infinity,
): TextBlock | null {
  return fitText(visual.prompt, { sizes, font: look.type.bold, width, height, breakWords });
}

function promptLayer(block: TextBlock, box: Rect, { look }: Stage): Layer {
  const shapes = placeText(block, box, { align: 'left', color: look.surface.ink });
  return { id: 'prompt', trigger: START, entrance: 'fade', shapes };
}

function optionTiles(visual: Question, stage: Stage): Tile[] {
  return visual.options.map(({ id, text }, index) => {
    const { accent, type } = stage.look;
    const letter = {
      kind: 'text',
      text: 'ABCD'[index] ?? '',
      font: type.bold,
      fill: accent.strong,
      ink: accent.on,
    } as const;
    const tile = cardTile(stage, { id, text, trigger: optionTrigger(visual, id, stage), mark: letter });
    return id === visual.answer ? withTick(tile, stage) : tile;
  });
}

/** The card of the right option: a frame, and a tick over its letter, appear at the option's last cue. */
function withTick(tile: Tile, stage: Stage): Tile {
  const { strong, on } = stage.look.right;
  return {
    ...tile,
    plan(width, size) {
      const plan = tile.plan(width, size);
      return (
        plan && {
          ...plan,
          later(box) {
            const letter = plan.draw(box).find((shape) => shape.kind === 'circle');
            const middle = letter?.kind === 'circle' ? letter.centre : { x: box.x, y: box.y };
            return {
              id: `${tile.id}-answer`,
              trigger: stage.appearsLast(tile.id),
              entrance: 'fade',
              shapes: [
                {
                  kind: 'rect',
                  box: inset(box, 5),
                  radius: cardRadius(stage.frame) - 4,
                  stroke: { color: strong, width: 10 },
                },
                ...drawMark({ kind: 'icon', icon: 'check', fill: strong, ink: on }, middle, size),
                {
                  kind: 'circle',
                  centre: middle,
                  radius: markDiameter(size) / 2,
                  stroke: { color: strong, width: 4 },
                },
              ],
            };
          },
        }
      );
    },
  };
}

/**
 * When an option appears. The right one must not give itself away: with a single cue, which is its tick, it comes
 * with the option before it, or with the next one when it is the first.
 */
function optionTrigger(visual: Question, id: string, stage: Stage): Trigger {
  const own = stage.appears(id);
  if (id !== visual.answer || !sameMoment(own, stage.appearsLast(id))) return own;
  const index = visual.options.findIndex((option) => option.id === id);
  const neighbour = visual.options[index - 1] ?? visual.options[index + 1];
  return neighbour === undefined ? START : stage.appears(neighbour.id);
}

function sameMoment(a: Trigger, b: Trigger): boolean {
  return a.at === 'word' && b.at === 'word' ? a.sentence === b.sentence && a.word === b.word : a.at === b.at;
}
