import type { StageOutput } from '@vividly/engine';
import { renditionHeights, type Presentation, type StoredFile } from '@vividly/lesson';

/**
 * Heights in which a lesson is drawn (shorter side in px): the installation's own first, and the others that its request
 * wants, largest first; a stream (`hls`) wants all. A height above the installation's own is drawn as well: it was asked for.
 */
export function heightsToDraw(own: number, { renditions, hls }: Presentation): number[] {
  const wanted = renditionHeights.filter((height) => hls || renditions.includes(height));
  return [own, ...wanted.filter((height) => height !== own)];
}

/** Names the task that draws a scene in a height; null is the installation's own. */
export function scenePart(sceneId: string, height: number | null): string {
  return height === null ? sceneId : `${sceneId}.${String(height)}p`;
}

/** The scenes of a lesson as they were drawn in one height. */
export interface DrawnScenes {
  height: number;
  /** One video per scene, in the script's order. */
  scenes: StoredFile[];
}

interface DrawnScene {
  sceneId: string;
  video: StoredFile;
  width: number;
  height: number;
}

/** What was drawn, by height, the installation's own first; empty when nothing was. Throws when a scene is missing. */
export function drawnScenes(
  sceneIds: readonly string[],
  outputs: readonly StageOutput<DrawnScene>[],
): DrawnScenes[] {
  const drawn = new Map(outputs.map(({ part, output }) => [part, output]));
  const heights = [null, ...renditionHeights].filter((height) =>
    drawn.has(scenePart(sceneIds[0] ?? '', height)),
  );
  return heights.map((asked) => {
    const scenes = sceneIds.map((id) => {
      const scene = drawn.get(scenePart(id, asked));
      if (!scene) throw new Error(`scene ${id} was not drawn in the height of the others`);
      return scene;
    });
    const { width = 0, height = 0 } = scenes[0] ?? {};
    return { height: Math.min(width, height), scenes: scenes.map(({ video }) => video) };
  });
}
