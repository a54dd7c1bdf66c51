import type { Layer, Slide } from './slide.ts';

/** What is on screen together once everything has appeared: one list of layers for each way the decks can lie. */
export function viewsOf(slide: Slide): Layer[][] {
  const pages = new Map<string, Set<number>>();
  for (const { page } of slide.layers) {
    if (page !== undefined) pages.set(page.deck, (pages.get(page.deck) ?? new Set()).add(page.number));
  }
  const most = Math.max(1, ...[...pages.values()].map((numbers) => numbers.size));
  return Array.from({ length: most }, (_, turn) =>
    slide.layers.filter(({ page }) => {
      if (page === undefined) return true;
      const numbers = [...(pages.get(page.deck) ?? [])].sort((a, b) => a - b);
      return page.number === numbers[Math.min(turn, numbers.length - 1)];
    }),
  );
}
