import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { certificateIn } from "./certificate-in.ts";
import { debianProgram } from "./debian-program.ts";
import { freePort, ServerProcess } from "./server-process.ts";

/** Debian's Mosquitto on loopback, MQTT 5 over TLS. */
export interface Mosquitto {
  /** `mqtts://localhost:PORT`. */
  readonly url: string;
  /** File of the certificate that clients are to trust. */
  readonly ca: string;
  readonly process: ServerProcess;
  stop(): Promise<void>;
}

/** Starts Mosquitto with its files in this folder; null where there is none and none can be installed. */
export async function startMosquitto(folder: string): Promise<Mosquitto | null> {
  const program = await debianProgram("mosquitto", "mosquitto");
  if (program === null) return null;
  const ca = await certificateIn(folder);
  const port = await freePort();
  const configuration = join(folder, "mosquitto.conf");
  await writeFile(configuration, configurationOf(folder, port));
  const process = await ServerProcess.start(program, ["-c", configuration], port);
  return {
    url: `mqtts://localhost:${port}`,
    ca,
    process,
    stop: () => process.stop(),
  };
}

function configurationOf(folder: string, port: number): string {
  return `listener ${port} 127.0.0.1
certfile ${folder}/ca.pem
keyfile ${folder}/key.pem
allow_anonymous true
max_connections -1
${globalThis.process.getuid?.() === 0 ? "user root" : ""}
persistence false
log_type error
log_dest stderr
`;
}
