import { openIssuerKey } from "../passport/issue/key-file.ts";
import { Register, type IssuerName } from "../passport/issue/register.ts";
import type { Desk } from "../passport/issue/round.ts";
import { StaticFiles } from "../passport/issue/static-files.ts";
import { PassportError } from "../passport/fault.ts";
import { textOf } from "./config-file.ts";
import { passphrases } from "./passphrases.ts";
import { CommandError, type CommandFault } from "./exit.ts";
import { needed, type Given } from "./given.ts";

/** Opens what passports are issued and revoked with, as the options name it, and closes it after the job. */
export async function atDesk<T>(
  given: Given,
  said: Partial<IssuerName>,
  job: (desk: Desk) => Promise<T>,
): Promise<T> {
  const [keyFile, out] = [needed(given, "key"), needed(given, "out")];
  const passphrase = await passphrases(given, { keys: {} }, (path) => path)(keyFile);
  return await inWords(async () => {
    const key = await openIssuerKey(await textOf(keyFile), passphrase);
    const register = new Register(given.value("register") ?? "passports.db");
    try {
      const issuer = register.issuer(said);
      return await job({ key, register, files: new StaticFiles(out), issuer, now: Date.now() });
    } finally {
      register.close();
    }
  });
}

/** Runs a job of passports; what it cannot do is told as `found`, or as `unsigned` or `unreadable` where a key or a file is the reason. */
export async function inWords<T>(job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (error) {
    if (!(error instanceof PassportError)) throw error;
    throw new CommandError(faultOf(error), error.message, error);
  }
}

function faultOf({ code }: PassportError): CommandFault {
  if (code === "key") return "unsigned";
  return code === "unreadable" ? "unreadable" : "found";
}
