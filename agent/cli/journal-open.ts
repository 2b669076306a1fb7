import { Journal } from "../journal/journal.ts";
import { deviceKeyFile, type Config } from "../platform/config.ts";
import { existingDeviceKey } from "../platform/device-key.ts";
import { note } from "./print.ts";

/** The journal of the configuration, open for writing; the agent may run meanwhile. */
export function openJournal(config: Config): Journal {
  const key = existingDeviceKey(deviceKeyFile(config));
  if (key === null) note("There is no device key here: the agent signs the record of it later.");
  return new Journal({
    file: config.journal,
    now: Date.now,
    key,
    onDamaged: (copy) =>
      note(`The journal was damaged. It is kept as ${copy}, and a new one was begun here.`),
  });
}
