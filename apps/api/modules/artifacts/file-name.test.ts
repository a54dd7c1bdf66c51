import { artifactFileName } from './file-name.ts';

test.each([
  ["Newton's third law", 'video', 'video/mp4', "Newton's third law.mp4"],
  ['Recursion', 'audio', 'audio/mpeg', 'Recursion.mp3'],
  ['Recursion', 'captions_vtt', 'text/vtt; charset=utf-8', 'Recursion.vtt'],
  ['Recursion', 'captions_srt', 'application/x-subrip', 'Recursion.srt'],
  ['Recursion', 'script', 'application/json', 'Recursion.script.json'],
  ['Recursion', 'transcript', 'text/markdown', 'Recursion.transcript.md'],
  ['Recursion', 'poster', 'image/png', 'Recursion.poster.png'],
  ['../../etc/passwd', 'video', 'video/mp4', 'etc passwd.mp4'],
  ['a\r\nSet-Cookie: b', 'video', 'video/mp4', 'a Set-Cookie b.mp4'],
  ['Gravitación', 'video', 'video/mp4', 'Gravitación.mp4'],
  ['///', 'video', 'video/mp4', 'lesson.mp4'],
  ['x'.repeat(300), 'video', 'video/mp4', `${'x'.repeat(100)}.mp4`],
  ['Recursion', 'words', 'application/unheard-of', 'Recursion.words.bin'],
])('%j as %s of type %s is saved as %j', (title, kind, contentType, name) => {
  expect(artifactFileName(title, kind, contentType)).toBe(name);
});
