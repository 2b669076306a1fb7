import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { AwsClient } from "aws4fetch";
import { PublishingError } from "../fault.ts";
import { TIMESTAMP_FILE } from "../files.ts";
import type { S3Place } from "../publisher-file.ts";
import type { Place } from "./place.ts";
import type { S3Credentials } from "./s3-credentials.ts";

/** Milliseconds for one request. */
const REQUEST_LIMIT = 60_000;
const RETRIES = 3;

/** The hash travels with the object: a store's own ETag says different things at different stores. */
const HASH_HEADER = "x-amz-meta-sha256";

/** Lasting files may be kept for ever by whatever stands in between; the timestamp must be asked for. */
const LASTING = "public, max-age=31536000, immutable";
const CHANGING = "no-cache";

/** An S3-compatible store, addressed by path; each object appears there whole. */
export function s3Place(place: S3Place, credentials: S3Credentials): Place {
  const { endpoint, bucket, prefix = "", region = "us-east-1" } = place;
  const client = new AwsClient({ ...credentials, service: "s3", region, retries: RETRIES, initRetryMs: 100 });
  const base = `${endpoint.replace(/\/+$/, "")}/${bucket}/${prefix}`;
  return {
    words: `the bucket ${bucket} at ${new URL(endpoint).host}`,
    send: async ({ folder, files, onFile }) => {
      for (const file of files) {
        await put(client, `${base}${file}`, file, await readFile(join(folder, file)));
        onFile(file);
      }
    },
  };
}

async function put(client: AwsClient, url: string, file: string, body: Buffer<ArrayBuffer>): Promise<void> {
  const hash = createHash("sha256").update(body).digest("hex");
  if (file !== TIMESTAMP_FILE && (await isThere(client, url, hash))) return;
  const headers = {
    "x-amz-content-sha256": hash,
    [HASH_HEADER]: hash,
    "cache-control": file === TIMESTAMP_FILE ? CHANGING : LASTING,
    "content-type": "application/json",
  };
  const answer = await asked(client, url, { method: "PUT", headers, body });
  if (answer.ok) return;
  throw new PublishingError(
    "unreadable",
    `The store refused ${file} with ${answer.status}${codeIn(await answer.text())}. See that the credentials may write there.`,
  );
}

async function isThere(client: AwsClient, url: string, hash: string): Promise<boolean> {
  const answer = await asked(client, url, { method: "HEAD" });
  return answer.ok && answer.headers.get(HASH_HEADER) === hash;
}

async function asked(client: AwsClient, url: string, init: RequestInit): Promise<Response> {
  try {
    return await client.fetch(url, { ...init, signal: AbortSignal.timeout(REQUEST_LIMIT) });
  } catch (error) {
    throw new PublishingError(
      "unreadable",
      `${new URL(url).host} does not answer. See that the endpoint is right.`,
      error,
    );
  }
}

/** The store's own word, as in `<Code>AccessDenied</Code>`. */
function codeIn(text: string): string {
  const code = /<Code>([A-Za-z0-9]{1,60})<\/Code>/.exec(text)?.[1];
  return code === undefined ? "" : ` (${code})`;
}
