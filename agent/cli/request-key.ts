import { newIssuerKey } from "../passport/issue/key-file.ts";
import { EXIT } from "./exit.ts";
import { needed, type Given } from "./given.ts";
import { newPassphrases } from "./passphrases.ts";
import { inWords } from "./passport-desk.ts";
import { print, printJson } from "./print.ts";
import { writeNew } from "./write-out.ts";

/** `request key`: makes an approver's key, and prints the entry of policy. */
export async function requestKey(given: Given): Promise<number> {
  const [person, out] = [needed(given, "person"), needed(given, "out")];
  const { key, file } = await inWords(
    async () => await newIssuerKey("EdDSA", await newPassphrases(given)(out)),
  );
  await writeNew(out, file);
  if (given.json) printJson({ person, key: key.public, thumbprint: key.thumbprint });
  else {
    print("For the policy, under `requests`, `approvers`:");
    print(`- {person: ${JSON.stringify(person)}, key: ${JSON.stringify(key.public)}}`);
  }
  return EXIT.done;
}
