import { readFileSync } from "node:fs";

/**
 * Loaded before a program (`node --import`): its `Date` is off by the milliseconds that the file of LANYARD_TEST_CLOCK
 * holds, which may change while it runs, as when somebody sets the clock of the machine.
 */
const file = process.env["LANYARD_TEST_CLOCK"] ?? "";
const Real = Date;

/** Milliseconds between two looks at the file. */
const LOOK_EVERY = 10;
let offset = 0;
let lookedAt = -LOOK_EVERY;

function now(): number {
  if (performance.now() - lookedAt >= LOOK_EVERY) {
    offset = Number(readFileSync(file, "utf8"));
    lookedAt = performance.now();
  }
  return Real.now() + offset;
}

class ShiftedDate extends Real {
  constructor(...args: readonly unknown[]) {
    if (args.length === 0) super(now());
    else super(...(args as [number]));
  }
  static override now(): number {
    return now();
  }
}

globalThis.Date = ShiftedDate as DateConstructor;
