import { bodyLimit } from './edit-script.ts';

test('the longest script that its schema allows fits into a body', () => {
  const sentence = { id: `${'s'.repeat(32)}.s14`, origin: 'library', pauseAfterMs: 3000 };
  const said = { ...sentence, text: '文'.repeat(280), sources: Array<string>(6).fill('p'.repeat(64)) };
  const scene = {
    ...{ sentences: Array<unknown>(14).fill(said), visualDescription: '文'.repeat(400) },
    terms: Array<unknown>(3).fill({ term: '文'.repeat(32), definition: '文'.repeat(160) }),
    cues: Array<unknown>(24).fill({ element: 'e'.repeat(32), sentence: 13, word: 279 }),
    // The largest visual: a comparison's or a diagram's texts and ids.
    visual: Array<unknown>(20).fill({ id: 'e'.repeat(32), text: '文'.repeat(48) }),
  };
  expect(Buffer.byteLength(JSON.stringify(Array<unknown>(12).fill(scene), null, 2))).toBeLessThan(
    bodyLimit / 2,
  );
});
