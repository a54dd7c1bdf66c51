// The measured lesson for Remotion: what our scenes of kind `steps` show, as React elements. It is copied into
// .vividly/bench/remotion, where Remotion is installed for the measurement alone.
import { createElement as h } from 'react';
import {
  AbsoluteFill,
  Audio,
  Composition,
  Sequence,
  interpolate,
  registerRoot,
  staticFile,
  useCurrentFrame,
} from 'remotion';

const FADE_FRAMES = 6;
const DISSOLVE_FRAMES = 15;
const box = { position: 'absolute', left: 120, fontFamily: 'sans-serif', color: '#f4f6fb' };
const clamp = { extrapolateLeft: 'clamp', extrapolateRight: 'clamp' };

function Part({ text, number, from }) {
  const opacity = interpolate(useCurrentFrame(), [from, from + FADE_FRAMES], [0, 1], clamp);
  const top = 300 + 150 * number;
  return h(
    'div',
    { style: { ...box, top, fontSize: 56, opacity, background: '#22345c', borderRadius: 24, padding: 24 } },
    `${number + 1}   ${text}`,
  );
}

function Captions({ words }) {
  const frame = useCurrentFrame();
  const style = { ...box, top: 900, right: 120, textAlign: 'center', fontSize: 48 };
  return h(
    'div',
    { style },
    words.map(({ text, from, to }, index) => {
      const lit = from <= frame && frame < to;
      const colours = lit ? { background: '#ffc24b', color: '#101828' } : {};
      return h('span', { key: index, style: { ...colours, padding: '4px 8px', borderRadius: 8 } }, text);
    }),
  );
}

function Scene({ heading, parts, words, fadesIn }) {
  const frame = useCurrentFrame();
  const opacity = fadesIn ? interpolate(frame, [0, DISSOLVE_FRAMES], [0, 1], clamp) : 1;
  return h(
    AbsoluteFill,
    { style: { opacity, background: 'linear-gradient(160deg, #14213d, #1d3461)' } },
    h('div', { style: { ...box, top: 100, fontSize: 80, fontWeight: 700 } }, heading),
    ...parts.map((part, number) => h(Part, { key: number, number, ...part })),
    h(Captions, { words }),
  );
}

function Lesson({ scenes, sceneFrames }) {
  return h(
    AbsoluteFill,
    null,
    ...scenes.map(({ sound, ...scene }, index) => {
      // A scene appears over the end of the one before.
      const from = index * sceneFrames;
      const durationInFrames = sceneFrames + (index < scenes.length - 1 ? DISSOLVE_FRAMES : 0);
      return h(
        Sequence,
        { key: index, from, durationInFrames },
        h(Scene, { ...scene, fadesIn: index > 0 }),
        h(Audio, { src: staticFile(sound) }),
      );
    }),
  );
}

function Root() {
  return h(Composition, {
    id: 'lesson',
    component: Lesson,
    fps: 30,
    width: 1920,
    height: 1080,
    durationInFrames: 30,
    defaultProps: { scenes: [], sceneFrames: 30 },
    calculateMetadata: ({ props }) => ({ durationInFrames: props.scenes.length * props.sceneFrames }),
  });
}

registerRoot(Root);
