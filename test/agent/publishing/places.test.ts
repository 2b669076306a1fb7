import { createHash, createHmac, type Hash, type Hmac } from "node:crypto";
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type IncomingMessage } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { buffer } from "node:stream/consumers";
import { SignatureV4 } from "@smithy/signature-v4";
import { describe, expect, onTestFinished, test } from "vitest";
import { filesInUse, TIMESTAMP_FILE } from "../../../agent/publishing/files.ts";
import { placeOf, sendTo, type Sent } from "../../../agent/publishing/places/sending.ts";
import type { PlaceEntry } from "../../../agent/publishing/publisher-file.ts";
import { debianProgram } from "../../servers/debian-program.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { asEndpoint } from "./as-endpoint.ts";
import { makeDesk } from "./made-desk.ts";

const SECRETS = { AWS_ACCESS_KEY_ID: "AKIDEXAMPLE", AWS_SECRET_ACCESS_KEY: "wJalrXUtnFEMI" };

/** A small repository as files, and their order. */
async function shipment() {
  const { repository, root } = await makeDesk();
  const files = filesInUse(await repository.state());
  const send = async (entry: PlaceEntry, desk = "."): Promise<Sent> =>
    await sendTo(await placeOf(entry, desk, SECRETS), repository.folder, files, () => undefined);
  return { folder: repository.folder, files, root, send };
}

describe("what goes out", () => {
  test("ends with the timestamp, after everything that it leads to", async () => {
    const { files } = await shipment();
    expect(files.at(-1)).toBe(TIMESTAMP_FILE);
    expect(files.map((file) => file.replace(/[0-9a-f]{64}\./, ""))).toEqual([
      "targets/policy/first.json",
      "targets/policy/releases.json",
      "targets/directives/in-force.json",
      "metadata/1.directives.json",
      "metadata/1.targets.json",
      "metadata/1.snapshot.json",
      "metadata/1.root.json",
      "metadata/timestamp.json",
    ]);
  });
});

describe("a folder", () => {
  test("gets every file, keeps what else is there, and endpoints read it", async () => {
    const { files, root, send } = await shipment();
    const site = join(temporaryFolder(), "site");
    mkdirSync(join(site, "metadata"), { recursive: true });
    writeFileSync(join(site, "metadata/0.snapshot.json"), "old");
    expect(await send({ folder: site })).toMatchObject({ out: true, problem: null, there: files.length });
    expect(readFileSync(join(site, "metadata/0.snapshot.json"), "utf8")).toBe("old");
    expect(await asEndpoint(site, root, ["policy/none.json"])).toEqual([null]);
    expect(readdirSync(join(site, "metadata")).filter((name) => name.startsWith("."))).toEqual([]);
  });

  test("that cannot be written says what is there, and goes on when it can", async () => {
    const { files, send } = await shipment();
    const site = join(temporaryFolder(), "site");
    mkdirSync(site);
    writeFileSync(join(site, "metadata"), "in the way");
    const cut = await send({ folder: site });
    expect(cut).toMatchObject({ there: 3, of: files.length, out: false });
    expect(cut.problem).toContain("cannot be written");
    expect(existsSync(join(site, TIMESTAMP_FILE))).toBe(false);
    rmSync(join(site, "metadata"));
    expect(await send({ folder: site })).toMatchObject({ out: true, problem: null });
  });
});

/** A store that takes nothing whose signature it has not computed itself; `refuse` says what it does not take. */
async function startStore(refuse: (key: string) => boolean = () => false) {
  const objects = new Map<string, { readonly body: Buffer; readonly headers: IncomingMessage["headers"] }>();
  const puts: string[] = [];
  const server = createServer((request, response) => {
    void (async () => {
      const body = await buffer(request);
      const key = request.url ?? "";
      const isSigned = request.headers.authorization === (await signatureOf(request, body));
      if (!isSigned || refuse(key))
        return response.writeHead(403).end("<Error><Code>SignatureDoesNotMatch</Code></Error>");
      const there = objects.get(key);
      if (request.method === "HEAD")
        return response
          .writeHead(there ? 200 : 404, { "x-amz-meta-sha256": String(there?.headers["x-amz-meta-sha256"]) })
          .end();
      puts.push(key);
      objects.set(key, { body, headers: request.headers });
      return response.end();
    })();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { objects, puts, endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}` };
}

/** SHA-256 as the signer of another house asks for it. */
class Sha256 {
  readonly #hash: Hash | Hmac;
  constructor(secret?: string | ArrayBuffer | ArrayBufferView) {
    this.#hash = secret === undefined ? createHash("sha256") : createHmac("sha256", bytesOf(secret));
  }
  update(data: string | ArrayBuffer | ArrayBufferView): void {
    this.#hash.update(bytesOf(data));
  }
  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.#hash.digest());
  }
  reset(): void {
    throw new Error("nobody asks for this");
  }
}

function bytesOf(data: string | ArrayBuffer | ArrayBufferView): Buffer {
  if (typeof data === "string") return Buffer.from(data);
  return ArrayBuffer.isView(data)
    ? Buffer.from(data.buffer, data.byteOffset, data.byteLength)
    : Buffer.from(data);
}

async function signatureOf(request: IncomingMessage, body: Buffer): Promise<string | undefined> {
  const { authorization = "", ...rest } = request.headers;
  const names = /SignedHeaders=([^,]+)/.exec(authorization)?.[1]?.split(";") ?? [];
  const date = String(request.headers["x-amz-date"]);
  const signer = new SignatureV4({
    credentials: { accessKeyId: SECRETS.AWS_ACCESS_KEY_ID, secretAccessKey: SECRETS.AWS_SECRET_ACCESS_KEY },
    region: "eu-central-1",
    service: "s3",
    sha256: Sha256,
    uriEscapePath: false,
    applyChecksum: true,
  });
  const given = String(rest["x-amz-content-sha256"] ?? "");
  const hash = createHash("sha256").update(body).digest("hex");
  if (request.method === "PUT" && given !== hash) return undefined;
  const signed = await signer.sign(
    {
      method: request.method ?? "",
      protocol: "http:",
      hostname: "127.0.0.1",
      path: request.url ?? "",
      query: {},
      headers: Object.fromEntries(names.map((name) => [name, String(request.headers[name])])),
      body,
    },
    {
      signingDate: new Date(date.replace(/^(....)(..)(..T..)(..)(..Z)$/, "$1-$2-$3:$4:$5")),
      signableHeaders: new Set(names),
    },
  );
  return signed.headers["authorization"];
}

function s3(endpoint: string) {
  return { s3: { endpoint, bucket: "policy", region: "eu-central-1", prefix: "v1/" } };
}

describe("an S3-compatible store", () => {
  test("takes every file by signatures that another house's signer computes alike, the timestamp last", async () => {
    const { files, folder, send } = await shipment();
    const store = await startStore();
    expect(await send(s3(store.endpoint))).toMatchObject({ out: true, problem: null });
    expect(store.puts).toEqual(files.map((file) => `/policy/v1/${file}`));
    const stored = store.objects.get(`/policy/v1/${TIMESTAMP_FILE}`);
    expect(stored?.body.toString()).toBe(readFileSync(join(folder, TIMESTAMP_FILE), "utf8"));
    expect(stored?.headers["cache-control"]).toBe("no-cache");
    expect(store.objects.get("/policy/v1/metadata/1.root.json")?.headers["cache-control"]).toContain(
      "immutable",
    );
  });

  test("is sent the timestamp alone where it has the rest", async () => {
    const { send } = await shipment();
    const store = await startStore();
    await send(s3(store.endpoint));
    store.puts.length = 0;
    await send(s3(store.endpoint));
    expect(store.puts).toEqual([`/policy/v1/${TIMESTAMP_FILE}`]);
  });

  test("that refuses a file says which and why, and goes on behind it", async () => {
    const { files, send } = await shipment();
    let isShut = true;
    const store = await startStore((key) => isShut && key.endsWith("1.snapshot.json"));
    const cut = await send(s3(store.endpoint));
    expect(cut).toMatchObject({ there: 5, of: files.length, out: false });
    expect(cut.problem).toContain("refused metadata/1.snapshot.json with 403 (SignatureDoesNotMatch)");
    isShut = false;
    store.puts.length = 0;
    expect(await send(s3(store.endpoint))).toMatchObject({ out: true, problem: null });
    expect(store.puts).toHaveLength(3);
  });

  test("that is not there is told by its name", async () => {
    const { send } = await shipment();
    const sent = await send({ s3: { endpoint: "http://127.0.0.1:9", bucket: "policy" } });
    expect(sent).toMatchObject({
      there: 0,
      out: false,
      problem: expect.stringContaining("127.0.0.1:9 does not answer"),
    });
  });

  test("is signed for by a file of credentials, or not at all", async () => {
    const file = join(temporaryFolder(), "credentials");
    writeFileSync(file, "[default]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key=wJalrXUtnFEMI\n");
    const store = await startStore();
    const { send } = await shipment();
    const entry = { s3: { ...s3(store.endpoint).s3, credentials: file } };
    expect(await send(entry)).toMatchObject({ out: true });
    await expect(placeOf(s3(store.endpoint), ".", {})).rejects.toThrow(
      "The environment has no AWS_ACCESS_KEY_ID",
    );
  });
});

describe("rsync", async () => {
  const rsync = await debianProgram("rsync", "rsync");

  test.skipIf(rsync === null)(
    "fills a folder in two passes, deletes nothing, and endpoints read it",
    async () => {
      const { files, root, send } = await shipment();
      const site = join(temporaryFolder(), "deep/site");
      expect(await send({ rsync: `${site}/` })).toEqual({
        place: `rsync to ${site}`,
        there: files.length,
        of: files.length,
        out: true,
        problem: null,
      });
      writeFileSync(join(site, "other.txt"), "not ours");
      expect(await send({ rsync: `${site}/` })).toMatchObject({ out: true });
      expect(existsSync(join(site, "other.txt"))).toBe(true);
      expect(await asEndpoint(site, root, ["policy/none.json"])).toEqual([null]);
    },
  );

  test.skipIf(rsync === null)("that cannot write says so, with the timestamp not out", async () => {
    const { send } = await shipment();
    const site = join(temporaryFolder(), "file");
    writeFileSync(site, "");
    expect(await send({ rsync: `${site}/` })).toMatchObject({
      there: 0,
      out: false,
      problem: expect.stringContaining("rsync ended with"),
    });
  });
});

/** A program of a shell's lines. */
function script(text: string): string {
  const file = join(temporaryFolder(), "send.sh");
  writeFileSync(file, `#!/bin/sh\n${text}\n`);
  chmodSync(file, 0o755);
  return file;
}

describe("a command of one's own", () => {
  test("is told the lasting files, and then the timestamp", async () => {
    const { files, send } = await shipment();
    const log = join(temporaryFolder(), "log");
    const program = script(
      `while read -r file; do test -f "$file" && echo "$LANYARD_STEP $file" >> ${log}; done`,
    );
    expect(await send({ command: [program] })).toMatchObject({ out: true, problem: null });
    expect(readFileSync(log, "utf8").trim().split("\n")).toEqual(
      files.map((file) => `${file === TIMESTAMP_FILE ? "timestamp" : "files"} ${file}`),
    );
  });

  test("that fails at the timestamp leaves it unsaid", async () => {
    const { files, send } = await shipment();
    const program = script('test "$LANYARD_STEP" = files');
    expect(await send({ command: [program] })).toMatchObject({
      there: files.length - 1,
      out: false,
      problem: expect.stringContaining("ended with 1"),
    });
  });
});
