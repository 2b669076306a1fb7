/** Something that may ring any number of times, and that one may wait for. */
export interface Bell {
  readonly ring: () => void;
  /** Settles at the next ring. */
  readonly rung: () => Promise<void>;
}

/** Makes a bell. */
export function makeBell(): Bell {
  let next = Promise.withResolvers<void>();
  return {
    ring: () => {
      next.resolve();
      next = Promise.withResolvers<void>();
    },
    rung: () => next.promise,
  };
}
