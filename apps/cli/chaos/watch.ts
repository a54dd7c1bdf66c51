/** A program whose end is noticed. */
interface Watched {
  name: string;
  ended: Promise<string>;
  lastWords: () => string;
}

/** Tells ends that a fault asked for from those that nobody asked for. */
export interface Watch {
  /** Watches a program; the function that comes back says whether its end is wanted from now on. */
  over(program: Watched): (wanted: boolean) => void;
  /** The ends that nobody asked for since the last call, each a sentence. */
  takeUnasked: () => string[];
}

export function createWatch(): Watch {
  let unasked: string[] = [];
  return {
    over({ name, ended, lastWords }) {
      let asked = false;
      void ended.then((reason) => {
        if (!asked)
          unasked.push(`${name} ended by itself (${reason}): ${lastWords().split('\n').at(-1) ?? ''}`);
      });
      return (wanted) => {
        asked = wanted;
      };
    },
    takeUnasked() {
      const taken = unasked;
      unasked = [];
      return taken;
    },
  };
}
