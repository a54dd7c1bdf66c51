/** What part of a file a request wants. Ends are inclusive, in bytes. */
export type WantedRange =
  { kind: 'whole' } | { kind: 'part'; start: number; end: number } | { kind: 'unsatisfiable' };

/** The headers that decide, as they came. */
interface RangeHeaders {
  range: string | undefined;
  ifRange: string | undefined;
}

const whole: WantedRange = { kind: 'whole' };

/**
 * Reads `Range` and `If-Range` of a GET (RFC 9110 §13.1.5, §14). A range in other units, an invalid one and a list of
 * several mean the whole file, as does an `If-Range` that is not the file's strong ETag.
 */
export function wantedRange(
  { range, ifRange }: RangeHeaders,
  file: { bytes: number; etag: string },
): WantedRange {
  if (ifRange !== undefined && ifRange !== file.etag) return whole;
  const [, first, last] = /^bytes= *(\d*)-(\d*) *$/.exec(range ?? '') ?? [];
  if (first === undefined || last === undefined || (first === '' && last === '')) return whole;
  if (first !== '' && last !== '' && Number(last) < Number(first)) return whole;
  const start = first === '' ? Math.max(0, file.bytes - Number(last)) : Number(first);
  const end = first === '' || last === '' ? file.bytes - 1 : Math.min(Number(last), file.bytes - 1);
  return start >= file.bytes ? { kind: 'unsatisfiable' } : { kind: 'part', start, end };
}
