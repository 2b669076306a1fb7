import { existingDeviceKey } from "../../agent/platform/device-key.ts";
import { Journal } from "../../agent/journal/journal.ts";
import { decisionEvents } from "../agent/sample-events.ts";

/**
 * A process that does nothing but commit, so that whatever kills it most likely does so within a commit:
 * `node writer.ts JOURNAL KEY PREFIX`. Says on stdout how many events are durable, a line a commit.
 */
const [file = "", keyFile = "", prefix = ""] = process.argv.slice(2);
const journal = new Journal({
  file,
  now: Date.now,
  key: existingDeviceKey(keyFile),
  onDamaged: (copy) => {
    throw new Error(`The journal was taken for damaged: ${copy}`);
  },
});

for (let batch = 0; ; batch += 1) {
  const count = 1 + ((batch * 7919) % 90);
  journal.append(decisionEvents(count, `${prefix}-${batch}`));
  process.stdout.write(`${batch} ${count}\n`);
}
