import type { JSX } from "preact";
import { isoMoment, moment } from "./times.ts";

/** A moment as a person says it, with the exact one for programs. */
export function Moment({ at }: { readonly at: number }): JSX.Element {
  return <time dateTime={isoMoment(at)}>{moment(at, Date.now())}</time>;
}
