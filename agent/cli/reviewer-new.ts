import { basename } from "node:path";
import { newReviewerKey } from "../review/reviewer-key.ts";
import { EXIT } from "./exit.ts";
import { needed, type Given } from "./given.ts";
import { newPassphrases } from "./passphrases.ts";
import { print, printJson } from "./print.ts";
import { inReview } from "./review-words.ts";
import { writeNew } from "./write-out.ts";

/** `reviewer new --out FILE`: a reviewer's key under a passphrase, and its public half as policy takes it. */
export async function reviewerNew(given: Given): Promise<number> {
  const out = needed(given, "out");
  const name = given.value("name") ?? basename(out).replace(/\.[^.]*$/, "");
  const passphrase = await newPassphrases(given)(out);
  const { key, file } = await inReview(() => newReviewerKey(passphrase));
  await writeNew(out, file);
  const { kty, crv, x, y } = key.public;
  if (given.json) printJson({ name, key: { kty, crv, x, y }, thumbprint: key.thumbprint });
  else
    for (const line of [
      "reviewers:",
      "  keys:",
      `    ${JSON.stringify(name)}: { kty: ${kty}, crv: ${crv}, x: ${x}, y: ${y} }`,
    ])
      print(line);
  return EXIT.done;
}
