import { readText } from "../../platform/read-text.ts";
import { PublishingError } from "../fault.ts";

/** What requests to a store are signed with. */
export interface S3Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

/** Credentials of a file as AWS tools have it, else of the environment; throws `key` where there are none. */
export async function s3Credentials(
  file: string | null,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<S3Credentials> {
  const text = file === null ? null : await readText(file);
  const said = (name: string): string | undefined =>
    text === null ? environment[name] : new RegExp(`^\\s*${name}\\s*=\\s*(\\S+)\\s*$`, "im").exec(text)?.[1];
  const accessKeyId = said("AWS_ACCESS_KEY_ID");
  const secretAccessKey = said("AWS_SECRET_ACCESS_KEY");
  const sessionToken = said("AWS_SESSION_TOKEN");
  if (accessKeyId && secretAccessKey)
    return { accessKeyId, secretAccessKey, ...(sessionToken !== undefined && { sessionToken }) };
  throw new PublishingError(
    "key",
    `${file ?? "The environment"} has no AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, which the store asks for.`,
  );
}
