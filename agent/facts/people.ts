import { basename } from "node:path";
import * as z from "zod/mini";
import { PublicJwk } from "../../shared/schema/passport-issuer.ts";
import { Person } from "../../shared/schema/person.ts";
import { readYaml, type FileForm, type FileReading } from "../platform/yaml-file.ts";

/** The people of an organization by id, with the facts about each. */
export type People = ReadonlyMap<string, Person>;

/** A person as a people file lists them. */
export const ListedPerson = z.extend(Person, {
  /** The public key of each device, as `lanyard passport key new` prints it there: for who issues passports alone. */
  device_keys: z._default(z.array(PublicJwk).check(z.maxLength(20)), []),
});

const PeopleFile = z.strictObject({ lanyard: z.optional(z.literal(1)), people: z.array(ListedPerson) });
type PeopleFile = z.infer<typeof PeopleFile>;

const MENDS: FileForm<PeopleFile>["mends"] = {
  lanyard: "Write `lanyard: 1`, or leave the field out.",
  people: "Write a list, as in `people: [{id: ada@example.com, groups: [engineering]}]`.",
  "people.*": "Write at least the id, as in `- id: ada@example.com`.",
  "people.*.id": "Write the person's id as text, as in `id: ada@example.com`.",
  "people.*.name": "Write the name as text, as in `name: Ada`.",
  "people.*.organization": "Write the organization as text, as in `organization: Example Corp`.",
  "people.*.groups": "Write a list of names, as in `groups: [engineering]`.",
  "people.*.level": "Write one of the policy's levels, as in `level: standard`.",
  "people.*.compartments": "Write a list of names, as in `compartments: [cyber]`.",
  "people.*.us_person": "Write `us_person: proven` or `us_person: unknown`.",
  "people.*.citizenship": "Write a list of countries by their two letters, as in `citizenship: [DE, FR]`.",
  "people.*.trusted_partner": "Write `trusted_partner: proven` or `trusted_partner: unknown`.",
  "people.*.licenses":
    "Write a list, as in `licenses: [{id: L-1, authority: BIS, models: [anthropic/mythos-5], until: 2027-01-01}]`.",
  "people.*.device_keys":
    "Write the public key of each device as JWK, as `lanyard passport key new` prints it there.",
  "people.*.location": "Write the country by its two letters, as in `location: DE`.",
  "people.*.assurance": "Write how well the identity was proven, 1 to 3, as in `assurance: 2`.",
  "people.*.device":
    "Write what is proven of the device, as in `device: {managed: true, posture: [disk-encrypted]}`.",
  "people.*.device.managed": "Write `managed: true` or `managed: false`.",
  "people.*.device.posture": "Write a list of names, as in `posture: [disk-encrypted, screen-lock]`.",
  "": "Write `people:` with a list below it.",
};

/** The form of a people file, with what to write for each field about a person. */
export const PEOPLE_FORM: FileForm<PeopleFile> = { schema: PeopleFile, mends: MENDS };

/** Reads a people file; the same id twice is a problem, since one of the two would silently not count. */
export function parsePeople(file: string, text: string): FileReading<People> {
  const name = basename(file);
  const reading = readYaml(PEOPLE_FORM, name, text);
  if (!reading.ok) return reading;
  const people = new Map<string, Person>();
  for (const { device_keys: _, ...person } of reading.value.people) {
    if (people.has(person.id))
      return {
        ok: false,
        problems: [
          {
            file: name,
            line: lineOf(text, person.id),
            column: 1,
            message: `"${person.id}" is there twice.`,
            mend: "Keep one of the two.",
          },
        ],
      };
    people.set(person.id, person);
  }
  return { ok: true, value: people };
}

/** The line of the last mention, which is the second of two entries. */
function lineOf(text: string, id: string): number {
  return text.slice(0, Math.max(text.lastIndexOf(id), 0)).split("\n").length;
}
