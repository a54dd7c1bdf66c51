import { brokenWord, piecesOf } from './breaks.ts';

const rowsOf = (text: string): string =>
  piecesOf(text)
    .map(({ text: piece, joint }, index) => (index > 0 && joint === '' ? `|${piece}` : piece))
    .join(' ')
    .replaceAll(' |', '|');

test.each([
  ['Forces come in pairs', 'Forces come in pairs'],
  ['at 9.8 km/h, a well-known 3–4', 'at 9.8 km/h, a well-known 3–4'],
  ['5\u00a0kg of\u202fmass', '5\u00a0kg of\u202fmass'],
  ['重力とは、「力」です。', '重|力|と|は、|「力」|で|す。'],
  ['牛顿第三定律（1687年）', '牛|顿|第|三|定|律|（1687|年）'],
  ['ニュートンの law です', 'ニュー|ト|ン|の law で|す'],
  ['중력은 힘이다', '중력은 힘이다'],
  ['القوة العمودية', 'القوة العمودية'],
  ['แรงโน้มถ่วง', 'แรง|โน้ม|ถ่วง'],
  ['क्षत्रिय शक्ति', 'क्षत्रिय शक्ति'],
])('%s may end rows at %s', (text, pieces) => {
  expect(rowsOf(text)).toBe(pieces);
});

const five = (part: string): number => Array.from(part).length;

test.each([
  ['Electroencephalography', ['Elec-', 'troe-', 'ncep-', 'halo-', 'graphy'.slice(0, 4) + '-', 'hy']],
  ['12345678', ['12345', '678']],
  ['중력은힘이다', ['중력은힘이', '다']],
  ['القوةالعمودية', ['القوة', 'العمو', 'دية']],
  ['a/b/cdefgh', ['a/b/', 'cdef-', 'gh']],
])('%s is broken into %p', (word, pieces) => {
  expect(brokenWord(word, 5, five)).toEqual(pieces);
});

test('a character that does not fit alone is a piece', () => {
  expect(brokenWord('WW', 1, () => 5)).toEqual(['W-', 'W']);
});

test('a break never splits what is seen as one character', () => {
  const astronauts = '👩‍🚀👨‍👩‍👧👍🏽é';
  expect(brokenWord(astronauts, 1, () => 2)).toEqual(['👩‍🚀', '👨‍👩‍👧', '👍🏽', 'é']);
});
