import { deviceKey } from "../passport/endpoint/device-key.ts";
import { ALGORITHMS } from "../passport/form.ts";
import { newIssuerKey } from "../passport/issue/key-file.ts";
import type { SigningKey } from "../passport/signing-key.ts";
import { passportKeyFile } from "../platform/config.ts";
import { configOf } from "./config-file.ts";
import { CommandError, EXIT } from "./exit.ts";
import { word, type Given } from "./given.ts";
import { newPassphrases } from "./passphrases.ts";
import { inWords } from "./passport-desk.ts";
import { print, printJson } from "./print.ts";
import { writeNew } from "./write-out.ts";

/** `passport key new`: this device's key, the same however often it is asked for, or an issuer's new one. */
export async function passportKey(given: Given): Promise<number> {
  const what = word(given, 0, "What to do with the key");
  if (what !== "new")
    throw new CommandError("usage", `"${what}" cannot be done with a key. Write: passport key new`);
  const out = given.value("out");
  const key = await inWords(() => (out === null ? keyOfDevice(given) : keyOfIssuer(given, out)));
  const jwk = { ...key.public, ...(out !== null && { kid: key.thumbprint }) };
  if (given.json) printJson({ thumbprint: key.thumbprint, key: jwk });
  else {
    print(
      out === null ? "Public key of this device, for device_keys:" : "Public key, for the policy's issuers:",
    );
    print(JSON.stringify(jwk));
    print(`Thumbprint  ${key.thumbprint}`);
  }
  return EXIT.done;
}

async function keyOfDevice(given: Given): Promise<SigningKey> {
  return await deviceKey(passportKeyFile(await configOf(given)));
}

async function keyOfIssuer(given: Given, out: string): Promise<SigningKey> {
  const named = given.value("alg") ?? "EdDSA";
  const alg = ALGORITHMS.find((one) => one === named);
  if (!alg) throw new CommandError("usage", `--alg: "${named}" is none. Write ${ALGORITHMS.join(" or ")}.`);
  const { key, file } = await newIssuerKey(alg, await newPassphrases(given)(out));
  await writeNew(out, file);
  return key;
}
