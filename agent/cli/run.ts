import type { Given } from "./given.ts";

/** Runs a command and gives its exit code; throws a `CommandError` where it cannot go on. */
export type Run = (given: Given) => Promise<number>;
