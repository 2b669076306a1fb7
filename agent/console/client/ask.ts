import { useEffect, useState } from "preact/hooks";
import type * as z from "zod/mini";
import { Wrong } from "../api/answers.ts";

/** An answer, or why there is none, in a sentence for people. */
export class Unanswered extends Error {}

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

/** Asks whenever the question or the version changes; the last answer stands until the next. Null: nothing is asked. */
export function useAnswer<T>(
  name: string,
  query: URLSearchParams | null,
  schema: z.ZodMiniType<T>,
  version: number,
): Known<T> {
  const [known, setKnown] = useState<Known<T>>({ value: null, problem: null });
  const spelled = query?.toString() ?? null;
  useEffect(() => {
    if (spelled === null) return undefined;
    let isWanted = true;
    void ask(name, new URLSearchParams(spelled), schema).then(
      (value) => isWanted && setKnown({ value, problem: null }),
      (error: unknown) => isWanted && setKnown(({ value }) => ({ value, problem: sentenceOf(error) })),
    );
    return () => {
      isWanted = false;
    };
  }, [name, spelled, schema, version]);
  return spelled === null ? { value: null, problem: null } : known;
}

/** The sentence of what went wrong; anything unexpected is thrown on. */
export function sentenceOf(error: unknown): string {
  if (error instanceof Unanswered) return error.message;
  throw error;
}
