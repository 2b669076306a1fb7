import type * as z from "zod/mini";
import { systemWords } from "../../platform/fault.ts";
import { problemsInShort, readYaml } from "../../platform/yaml-file.ts";
import { PassportError } from "../fault.ts";
import { ListedPerson, PEOPLE_FORM } from "../../facts/people.ts";

/** A person who is to have a passport on each of their devices. */
export const Applicant = ListedPerson;
export type Applicant = z.infer<typeof Applicant>;

/** The people of a people file. Throws a `PassportError` with the place and the mend. */
export function applicantsInYaml(file: string, text: string): readonly Applicant[] {
  const reading = readYaml(PEOPLE_FORM, file, text);
  if (reading.ok) return reading.value.people;
  throw new PassportError("malformed", problemsInShort(reading.problems));
}

/** People as lines of JSON, read one by one. Throws a `PassportError` that names the line. */
export async function* applicantsInLines(
  source: string,
  lines: AsyncIterable<string>,
): AsyncGenerator<Applicant> {
  let number = 0;
  try {
    for await (const line of lines) {
      number += 1;
      if (line.trim() !== "") yield applicantOf(`${source}:${number}`, line);
    }
  } catch (error) {
    // A command that fails says so itself; what the system says is put in words here.
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new PassportError("unreadable", `${source} cannot be read: ${systemWords(error)}.`, error);
  }
}

function applicantOf(place: string, line: string): Applicant {
  const reading = Applicant.safeParse(parsed(place, line));
  if (reading.success) return reading.data;
  const [issue] = reading.error.issues;
  const field = issue?.path.join(".") || (issue?.code === "unrecognized_keys" ? issue.keys.join(", ") : "");
  throw new PassportError(
    "malformed",
    `${place} "${field}" is missing, unknown, or not what belongs there. Write a person as the people file has them, with device_keys.`,
  );
}

function parsed(place: string, line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch (error) {
    throw new PassportError("malformed", `${place} is no JSON. Write one person a line.`, error);
  }
}
