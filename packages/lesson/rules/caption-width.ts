import stringWidth from 'string-width';

/**
 * How wide a caption's text is, in characters of Latin script, which rule 12 counts: full-width ones (UAX #11: Chinese,
 * Japanese, Korean, emoji) are two, marks that stand over others none. Also how much there is to read: a full-width
 * character tells about as much as two others.
 */
export function captionWidth(text: string): number {
  return stringWidth(text);
}
