import { existsSync, globSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { certificateIn } from "./certificate-in.ts";
import { debianProgram } from "./debian-program.ts";
import { freePort, ServerProcess } from "./server-process.ts";

/** Where Debian has the part of rsyslog that speaks TLS. */
const TLS_PART = "/usr/lib/*/rsyslog/lmnsd_gtls.so";

/** Debian's rsyslog on loopback, as a process of its own that is nobody's system log: RFC 5424 over TLS. */
export interface Rsyslog {
  /** `tls://localhost:PORT`. */
  readonly url: string;
  /** File of the certificate that clients are to trust. */
  readonly ca: string;
  /** What it wrote: of each message the id in its structured data, as rsyslog's own parser reads it, and its text. */
  messages(): Promise<readonly { readonly id: string; readonly text: string }[]>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
  /** Starts it again with the same files. */
  start(): Promise<void>;
}

/** Starts rsyslog with its files in this folder; null where there is none and none can be installed. */
export async function startRsyslog(folder: string): Promise<Rsyslog | null> {
  // The package of the TLS part brings rsyslog along.
  const program = await debianProgram("rsyslogd", "rsyslog-gnutls");
  if (program === null || globSync(TLS_PART).length === 0) return null;
  const ca = await certificateIn(folder);
  const port = await freePort();
  const configuration = join(folder, "rsyslog.conf");
  await writeFile(configuration, configurationOf(folder, port));
  const parameters = ["-n", "-f", configuration, "-i", join(folder, "rsyslog.pid")];
  let running = await ServerProcess.start(program, parameters, port);
  return {
    url: `tls://localhost:${port}`,
    ca,
    messages: () => messagesIn(join(folder, "messages")),
    kill: () => running.kill(),
    start: async () => {
      running = await ServerProcess.start(program, parameters, port);
    },
  };
}

async function messagesIn(file: string): Promise<{ id: string; text: string }[]> {
  if (!existsSync(file)) return [];
  const lines = (await readFile(file, "utf8")).split("\n");
  // The last one is empty, or not whole yet.
  return lines.slice(0, -1).map((line) => {
    const tab = line.indexOf("\t");
    return { id: line.slice(0, tab), text: line.slice(tab + 1) };
  });
}

function configurationOf(folder: string, port: number): string {
  return `global(
  workDirectory="${folder}"
  DefaultNetstreamDriver="gtls"
  DefaultNetstreamDriverCAFile="${folder}/ca.pem"
  DefaultNetstreamDriverCertFile="${folder}/ca.pem"
  DefaultNetstreamDriverKeyFile="${folder}/key.pem"
  parser.escapeControlCharactersOnReceive="off"
)
module(load="imtcp" StreamDriver.Name="gtls" StreamDriver.Mode="1" StreamDriver.AuthMode="anon")
module(load="mmpstrucdata")
template(name="line" type="string" string="%$!rfc5424-sd!lanyard@32473!id%\\t%msg%\\n")
ruleset(name="events") {
  action(type="mmpstrucdata")
  action(type="omfile" file="${folder}/messages" template="line")
}
input(type="imtcp" address="127.0.0.1" port="${port}" ruleset="events")
`;
}
