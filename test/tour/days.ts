/** A file that the sample organization publishes after the first day, by its name in `organization/later`. */
export type LaterFile =
  | "directive-2026-06-12.yaml"
  | "license-2026-06-26.yaml"
  | "conditions-2026-06-30.yaml"
  | "gpt-5.5-on-hold.yaml";

/** One step of the story of June 2026: what IT puts into the policy folder, and what it takes out again. */
export interface Day {
  readonly date: string;
  /** What came, in a few words. */
  readonly words: string;
  readonly publish: readonly LaterFile[];
  readonly withdraw: readonly LaterFile[];
}

/** The day on which a license became necessary: the window opens on its evening. */
export const LETTER: Day = {
  date: "2026-06-12",
  words: "A letter: a license is required before any foreign person uses either",
  publish: ["directive-2026-06-12.yaml"],
  withdraw: [],
};

/** The steps in their order; the policy folder as it lies in `organization/policy` is that of the first. */
export const DAYS: readonly Day[] = [
  { date: "2026-06-09", words: "Fable 5 and Mythos 5 are launched", publish: [], withdraw: [] },
  LETTER,
  {
    date: "2026-06-26",
    words: "A second letter exempts some organizations and their people, for Mythos 5 only",
    publish: ["license-2026-06-26.yaml"],
    withdraw: [],
  },
  {
    date: "2026-06-30",
    words: "The controls are lifted; Mythos 5 stays limited to vetted people",
    publish: ["conditions-2026-06-30.yaml"],
    withdraw: ["directive-2026-06-12.yaml"],
  },
];
