import { dirname, join, resolve as absolute } from "node:path";
import type { Person } from "../../shared/schema/person.ts";
import { parsePeople, type People } from "../facts/people.ts";
import { problemLine } from "../platform/yaml-file.ts";
import { textOf } from "./config-file.ts";
import { CommandError } from "./exit.ts";
import type { Given } from "./given.ts";

/** The people file that `--people` names, or people.yaml beside a policy's folder. */
export function peopleFileOf(given: Given, policyFolder: string): string {
  return given.value("people") ?? peopleBeside(policyFolder);
}

/** people.yaml beside a policy's folder. */
export function peopleBeside(policyFolder: string): string {
  return join(dirname(absolute(policyFolder)), "people.yaml");
}

/** The people of a file; throws `found` with what is wrong with it, `unreadable` where it is not there. */
export async function peopleIn(file: string): Promise<People> {
  const reading = parsePeople(file, await textOf(file));
  if (reading.ok) return reading.value;
  throw new CommandError(
    "found",
    `The people file has problems.\n${reading.problems.map(problemLine).join("\n")}`,
  );
}

/** One person of a file; throws `usage` with some who are there. */
export async function personIn(file: string, id: string): Promise<Person> {
  const people = await peopleIn(file);
  const person = people.get(id);
  if (person) return person;
  const known = [...people.keys()].slice(0, 10).join(", ");
  throw new CommandError("usage", `${file} has no person "${id}". It has: ${known}.`);
}
