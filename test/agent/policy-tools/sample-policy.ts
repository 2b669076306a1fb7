import type { Person } from "../../../shared/schema/person.ts";

/** A moment that all dates of the samples are about. */
export const NOON = Date.UTC(2026, 5, 12, 12);

/** A person of these groups. */
export function person(id: string, groups: readonly string[] = [], fields: Partial<Person> = {}): Person {
  return { id, groups: [...groups], compartments: [], us_person: "unknown", ...fields };
}
