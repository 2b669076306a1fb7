import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { certificateIn } from "./certificate-in.ts";
import { debianProgram } from "./debian-program.ts";
import { freePort, ServerProcess } from "./server-process.ts";

/** Debian's nginx on loopback, serving one folder over TLS and taking reports by PUT. */
export interface Nginx {
  /** `https://localhost:PORT/`. */
  readonly url: string;
  /** What it serves. */
  readonly root: string;
  /** Where reports are put. */
  readonly reports: string;
  /** File of the certificate that clients are to trust. */
  readonly ca: string;
  /** The process that does the work, and how many of its requests and bytes there were. */
  readonly process: ServerProcess;
  traffic(): Promise<{ readonly requests: number; readonly bytes: number }>;
  stop(): Promise<void>;
}

/**
 * Starts nginx with its files in this folder; null where there is none and none can be installed. `poll`: the seconds
 * between two looks that it tells endpoints; else it says nothing.
 */
export async function startNginx(folder: string, poll: number | null = null): Promise<Nginx | null> {
  const program = await debianProgram("nginx", "nginx-light");
  if (program === null) return null;
  const place = { folder, root: join(folder, "www"), reports: join(folder, "reports") };
  for (const dir of [place.root, place.reports, join(folder, "temp")]) await mkdir(dir, { recursive: true });
  const ca = await certificateIn(folder);
  const port = await freePort();
  const configuration = join(folder, "nginx.conf");
  await writeFile(configuration, configurationOf(place, port, poll));
  const process = await ServerProcess.start(program, ["-c", configuration, "-p", folder], port);
  const log = join(folder, "access.log");
  return {
    url: `https://localhost:${port}/`,
    root: place.root,
    reports: place.reports,
    ca,
    process,
    traffic: async () => {
      const lines = (await readFile(log, "utf8")).trim().split("\n");
      const sizes = lines.filter((line) => line !== "").map(Number);
      return { requests: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
    },
    stop: () => process.stop(),
  };
}

/** The one file under a changing name is asked for anew each time; all others never change. */
function configurationOf(
  { folder, root, reports }: Record<"folder" | "root" | "reports", string>,
  port: number,
  poll: number | null,
): string {
  const fresh = poll === null ? "no-cache" : `max-age=${poll}`;
  const temp = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"]
    .map((name) => `  ${name}_temp_path ${folder}/temp/${name};`)
    .join("\n");
  return `daemon off;
${globalThis.process.getuid?.() === 0 ? "user root;" : ""}
worker_processes 1;
pid ${folder}/nginx.pid;
error_log ${folder}/error.log;
events { worker_connections 8192; }
http {
${temp}
  log_format size '$bytes_sent';
  access_log ${folder}/access.log size;
  types { application/json json; }
  server {
    listen 127.0.0.1:${port} ssl;
    server_name localhost;
    ssl_certificate ${folder}/ca.pem;
    ssl_certificate_key ${folder}/key.pem;
    root ${root};
    keepalive_requests 100000;
    location = /metadata/timestamp.json { add_header Cache-Control "${fresh}"; }
    location /metadata/ { add_header Cache-Control "public, max-age=31536000, immutable"; }
    location /targets/ { add_header Cache-Control "public, max-age=31536000, immutable"; }
    location /reports/ {
      alias ${reports}/;
      dav_methods PUT;
      client_max_body_size 16k;
    }
  }
}
`;
}
