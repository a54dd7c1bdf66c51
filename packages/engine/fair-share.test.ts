import { shareOut, type Flow, type Share } from './fair-share.ts';

const flow = (organizationId: string, waiting: number, more: Partial<Flow> = {}): Flow => ({
  organizationId,
  waiting,
  weight: 1,
  deficit: 0,
  turn: null,
  ...more,
});
const counts = (order: readonly string[]) =>
  Object.fromEntries([...new Set(order)].map((id) => [id, order.filter((each) => each === id).length]));

/** Shares out `rooms` one after the other, as passes of the dispatcher do, and returns the whole order. */
function passes(flows: Flow[], rooms: readonly number[]): string[] {
  let state = flows;
  const order: string[] = [];
  for (const room of rooms) {
    const share: Share = shareOut(state, room);
    order.push(...share.order);
    state = share.round.map(({ organizationId, deficit, turn }) => {
      const before = state.find((each) => each.organizationId === organizationId);
      if (!before) throw new Error('a flow that was not there');
      const sent = share.order.filter((id) => id === organizationId).length;
      return { ...before, deficit, turn, waiting: before.waiting - sent };
    });
  }
  return order;
}

test('everybody has a turn before anybody has a second one, however much it has waiting', () => {
  expect(shareOut([flow('flood', 1000), flow('a', 1), flow('b', 2)], 5).order).toEqual([
    'flood',
    'a',
    'b',
    'flood',
    'b',
  ]);
});

test('a turn is worth as many tasks as the weight', () => {
  const { order } = shareOut(
    [flow('free', 100), flow('pro', 100, { weight: 2 }), flow('big', 100, { weight: 4 })],
    70,
  );
  expect(counts(order)).toEqual({ free: 10, pro: 20, big: 40 });
});

test.each([
  ['one place at a time', Array.from({ length: 28 }, () => 1)],
  ['three at a time', [...Array.from({ length: 9 }, () => 3), 1]],
  ['all at once', [28]],
])('the shares do not depend on how the places come: %s', (_, rooms) => {
  const flows = [flow('free', 50), flow('pro', 50, { weight: 2 }), flow('big', 50, { weight: 4 })];
  expect(counts(passes(flows, rooms))).toEqual({ free: 4, pro: 8, big: 16 });
});

test('what is not used up by a flow goes to the others, and no place stays empty', () => {
  expect(counts(shareOut([flow('a', 2), flow('b', 100)], 10).order)).toEqual({ a: 2, b: 8 });
  expect(shareOut([flow('a', 2)], 10)).toEqual({ order: ['a', 'a'], round: [] });
  expect(shareOut([], 10)).toEqual({ order: [], round: [] });
});

test('one that comes later joins the end of the round and saves nothing up while it was away', () => {
  const flood = flow('flood', 100, { turn: 7n });
  expect(shareOut([flow('late', 100), flood], 4).order).toEqual(['flood', 'late', 'flood', 'late']);
});
