import type { Answer } from "../../shared/wire/page.ts";
import type { Asked } from "./address.ts";
import type { Line } from "./line.ts";
import { isObject, own } from "./primordials.ts";

/** What becomes of a call that failed. */
export interface Outcomes {
  /** It was not us: the page gets its failure. */
  readonly none: () => void;
  readonly answer: (answer: Answer) => void;
  /** Once more, with this text as its body where it is not null. */
  readonly again: (body: string | null) => void;
}

/** Asks the worker whether it stopped a call that failed. Gives a function back that ends the waiting. */
export function whyFailed(line: Line, { method, url }: Asked, outcomes: Outcomes): () => void {
  const n = line.next();
  line.ask({ type: "why", n, method, url }, (told) => {
    const verdict = told?.("verdict");
    if (!isObject(verdict)) outcomes.none();
    else if (own(verdict, "kind") === "again")
      outcomes.again((own(verdict, "body") as string | undefined) ?? null);
    else if (own(verdict, "kind") === "answer") outcomes.answer(own(verdict, "answer") as Answer);
    else outcomes.none();
  });
  return () => line.forget(n);
}
