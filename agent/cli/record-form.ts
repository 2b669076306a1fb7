import { formOfRecord, type RecordForm } from "../journal/record-form.ts";
import { systemWords } from "../platform/fault.ts";
import { CommandError } from "./exit.ts";

/** What a file of records is; throws a `CommandError` where it cannot be read. */
export function recordForm(file: string): RecordForm {
  try {
    return formOfRecord(file);
  } catch (error) {
    throw new CommandError("unreadable", `${file} cannot be read: ${systemWords(error)}.`, error);
  }
}
