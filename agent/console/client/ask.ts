import { useEffect, useRef, useState } from "preact/hooks";
import type * as z from "zod/mini";
import { Wrong } from "../api/answers.ts";

/** An answer, or why there is none, in a sentence for people. */
class Unanswered extends Error {}

/** Asks the server one thing; throws `Unanswered`. */
export async function ask<T>(name: string, query: URLSearchParams, schema: z.ZodMiniType<T>): Promise<T> {
  const response = await fetch(`api/${name}?${query.toString()}`).catch(() => null);
  if (response === null) throw new Unanswered("The console has ended. Start it again: lanyard console");
  const answer: unknown = await response.json().catch(() => null);
  if (!response.ok)
    throw new Unanswered(Wrong.safeParse(answer).data?.error.message ?? "The console could not answer.");
  const read = schema.safeParse(answer);
  if (read.success) return read.data;
  throw new Unanswered("The console gave an answer of another version. Load this page again.");
}

/** What is known of a question: the last answer, however old, and why there is no newer one. */
export interface Known<T> {
  readonly value: T | null;
  readonly problem: string | null;
}

/**
 * Asks when the question changes, and again when the version does; the last answer stands until the next. While an
 * answer is on its way nothing is asked again: versions may come faster than answers. Null: nothing is asked.
 */
export function useAnswer<T>(
  name: string,
  query: URLSearchParams | null,
  schema: z.ZodMiniType<T>,
  version: number,
): Known<T> {
  const [known, setKnown] = useState<Known<T>>({ value: null, problem: null });
  const [answered, setAnswered] = useState(0);
  const asking = useRef({ spelled: "", version: -1, isOpen: false });
  const spelled = query === null ? null : `${name}?${query.toString()}`;
  useEffect(() => {
    const last = asking.current;
    if (spelled === null || (last.spelled === spelled && (last.isOpen || last.version === version))) return;
    const mine = { spelled, version, isOpen: true };
    asking.current = mine;
    const take = (next: (before: Known<T>) => Known<T>): void => {
      mine.isOpen = false;
      if (asking.current !== mine) return;
      setKnown(next);
      setAnswered((before) => before + 1);
    };
    void ask(name, query ?? new URLSearchParams(), schema).then(
      (value) => take(() => ({ value, problem: null })),
      (error: unknown) => take(({ value }) => ({ value, problem: sentenceOf(error) })),
    );
  }, [spelled, version, answered]);
  return spelled === null ? { value: null, problem: null } : known;
}

/** The sentence of what went wrong; anything unexpected is thrown on. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Unanswered) return error.message;
  throw error;
}
