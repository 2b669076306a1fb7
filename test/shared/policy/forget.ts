import type { AccessRequest } from "../../../shared/schema/access-request.ts";
import type { Person } from "../../../shared/schema/person.ts";

const OF_PERSON = [
  "organization",
  "level",
  "citizenship",
  "trusted_partner",
  "location",
  "assurance",
  "device",
] as const;
const OF_CALL = ["tenant", "region", "purpose", "dataClasses"] as const;

/** Every fact that may be unknown (P5). */
export const FACTS = [...OF_PERSON, ...OF_CALL, "us_person", "account", "managed", "posture"] as const;

/** The same person and call with one fact less. */
export function forget(fact: (typeof FACTS)[number], person: Person, request: AccessRequest) {
  return {
    person: { ...forgotten(person, fact), ...(fact === "us_person" && { us_person: "unknown" as const }) },
    request: {
      ...request,
      ...(fact === "account" && { account: "unknown" as const }),
      ...(OF_CALL.some((one) => one === fact) && { [fact]: null }),
    },
  };
}

function forgotten(person: Person, fact: string): Person {
  const device = Object.fromEntries(Object.entries(person.device ?? {}).filter(([key]) => key !== fact));
  const less = person.device ? { ...person, device } : person;
  if (!OF_PERSON.some((one) => one === fact)) return less;
  const { [fact as (typeof OF_PERSON)[number]]: _forgotten, ...rest } = less;
  return rest;
}
