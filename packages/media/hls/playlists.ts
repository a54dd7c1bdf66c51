import type { SoftCaptions } from '../join/join.ts';

/** Lengths of a media playlist's segments in s, as it says them. Pure. */
export function segmentSeconds(playlist: string): string[] {
  return [...playlist.matchAll(/^#EXTINF:([\d.]+),/gm)].map(([, seconds = '']) => seconds);
}

/** The media playlist of a WebVTT file that is one segment. Pure. */
export function captionPlaylist(uri: string, durationMs: number): string {
  const seconds = durationMs / 1000;
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:6',
    '#EXT-X-PLAYLIST-TYPE:VOD',
    `#EXT-X-TARGETDURATION:${Math.ceil(seconds)}`,
    '',
    `#EXTINF:${seconds.toFixed(3)},`,
    uri,
    '',
    '#EXT-X-ENDLIST',
    '',
  ].join('\n');
}

/** A WebVTT file as a segment: it says that its times are those of the stream (RFC 8216, 3.5). Pure. */
export function captionSegment(vtt: string): string {
  return vtt.replace(/^WEBVTT\n/, 'WEBVTT\nX-TIMESTAMP-MAP=MPEGTS:0,LOCAL:00:00:00.000\n');
}

/** A master playlist with subtitles in English for every rung. Pure. */
export function withSubtitles(master: string, uri: string, atFirst: SoftCaptions['atFirst']): string {
  const chosen = atFirst === 'shown' ? 'YES' : 'NO';
  const media = [
    '#EXT-X-MEDIA:TYPE=SUBTITLES',
    'GROUP-ID="captions"',
    'NAME="English"',
    'LANGUAGE="en"',
    `DEFAULT=${chosen}`,
    `AUTOSELECT=${chosen}`,
    'FORCED=NO',
    `URI="${uri}"`,
  ].join();
  const [head = '', ...variants] = master.split(/(?=^#EXT-X-STREAM-INF:)/m);
  return [
    `${head}${media}\n\n`,
    ...variants.map((variant) => variant.replace('\n', ',SUBTITLES="captions"\n')),
  ].join('');
}
