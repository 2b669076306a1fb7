import { expect, test } from "vitest";
import { parsePeople } from "../../../agent/facts/people.ts";
import { problemLine } from "../../../agent/platform/yaml-file.ts";

function problems(text: string): string {
  const reading = parsePeople("/x/people.yaml", text);
  return reading.ok ? "" : reading.problems.map(problemLine).join("\n");
}

test("people are found by id, with unknown facts unknown", () => {
  const reading = parsePeople(
    "people.yaml",
    "lanyard: 1\npeople:\n  - id: ada\n  - {id: bob, groups: [x]}\n",
  );
  expect(reading.ok && reading.value.get("ada")).toEqual({
    id: "ada",
    groups: [],
    compartments: [],
    us_person: "unknown",
  });
});

test("the keys of devices stand there for whoever issues passports, and are no facts", () => {
  const key = `{kty: OKP, crv: Ed25519, x: ${"A".repeat(43)}}`;
  const reading = parsePeople("people.yaml", `people:\n  - {id: ada, device_keys: [${key}]}\n`);
  expect(reading.ok && reading.value.get("ada")).not.toHaveProperty("device_keys");
});

test("licenses and citizenships are facts", () => {
  const text =
    "people:\n  - {id: ada, citizenship: [DE], trusted_partner: proven, licenses: [{id: L, models: [a/b], until: 2027-01-01}]}\n";
  const reading = parsePeople("people.yaml", text);
  expect(reading.ok && reading.value.get("ada")).toMatchObject({
    citizenship: ["DE"],
    trusted_partner: "proven",
    licenses: [{ id: "L", models: ["a/b"], until: "2027-01-01" }],
  });
});

test.each([
  [
    "a license for no model",
    "people:\n  - {id: a, licenses: [{id: L}]}\n",
    '"people.0.licenses.0.models" is missing. Write a list, as in `licenses:',
  ],
  [
    "a license until a day that is none",
    "people:\n  - {id: a, licenses: [{id: L, models: [a/b], until: 2027-02-30}]}\n",
    '"people.0.licenses.0.until" is not what belongs here.',
  ],
  [
    "a person without id",
    "people:\n  - name: Ada\n",
    'people.yaml:2:5 "people.0.id" is missing. Write the person\'s id',
  ],
  ["a number as id", "people:\n  - id: 007\n", 'people.yaml:2:9 "people.0.id" is not what belongs here.'],
  [
    "a status that is none",
    "people:\n  - {id: a, us_person: yes}\n",
    'people.yaml:2:24 "people.0.us_person" is not',
  ],
  [
    "an unknown fact",
    "people:\n  - id: a\n    clearance: top\n",
    'people.yaml:3:5 "clearance" is not a field that is known here. Known are: id, name',
  ],
  [
    "a location in words",
    "people:\n  - {id: a, location: Germany}\n",
    'people.yaml:2:23 "people.0.location" is not what belongs here. Write the country by its two letters',
  ],
  [
    "a device with an unknown fact",
    "people:\n  - {id: a, device: {owner: b}}\n",
    '"owner" is not a field that is known here. Known are: managed, posture.',
  ],
  ["the same id twice", "people:\n  - id: a\n  - id: a\n", 'people.yaml:3:1 "a" is there twice.'],
  ["no list", "people: ada\n", 'people.yaml:1:9 "people" is not what belongs here. Write a list'],
])("a file with %s is refused with line, field and mend", (_what, text, expected) => {
  expect(problems(text)).toContain(expected);
});
