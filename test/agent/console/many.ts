import { rmSync } from "node:fs";
import { parseArgs } from "node:util";
import { Journal } from "../../../agent/journal/journal.ts";
import type { AuditEvent } from "../../../shared/schema/audit-event.ts";
import { recordedEvents } from "./recorded.ts";
import { KEY } from "./signing-key.ts";

/* A journal of any size to look at: `node test/agent/console/many.ts FILE [--count 5000000] [--apart MS] [--prefix TEXT]`. */

const { positionals, values } = parseArgs({
  allowPositionals: true,
  options: {
    count: { type: "string", default: "5000000" },
    apart: { type: "string", default: "6000" },
    prefix: { type: "string", default: "event" },
  },
});
const [file] = positionals;
if (file === undefined) throw new Error("Name the file of the journal.");
for (const suffix of ["", "-wal", "-shm"]) rmSync(file + suffix, { force: true });

const count = Number(values.count);
const began = performance.now();
const journal = new Journal({ file, now: Date.now, key: KEY, onDamaged: () => undefined });
let batch: AuditEvent[] = [];
let done = 0;
for (const event of recordedEvents({
  count,
  until: Date.now(),
  apart: Number(values.apart),
  people: 60,
  prefix: values.prefix,
})) {
  batch.push(event);
  if (batch.length < 20_000) continue;
  journal.append(batch);
  done += batch.length;
  batch = [];
  process.stderr.write(`\r${done} of ${count}`);
}
journal.append(batch);
journal.close();
process.stderr.write(`\r${count} events in ${((performance.now() - began) / 1_000).toFixed(1)} s\n`);
