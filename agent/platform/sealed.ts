import { armor, Decrypter, Encrypter } from "age-encryption";

/** Base-2 logarithm of scrypt's work: about a second for each guess of a passphrase. */
export const WORK_FACTOR = 18;

/** Shorter ones are guessed. */
const SHORTEST_PASSPHRASE = 10;

/** Why a passphrase is none to keep a key under, in a sentence; null: it is one. */
export function passphraseProblem(passphrase: string): string | null {
  if (passphrase.length >= SHORTEST_PASSPHRASE) return null;
  return `A passphrase needs ${SHORTEST_PASSPHRASE} characters at least. Take four or five random words.`;
}

/** A text under a passphrase, as age has it, armored. `workFactor` is smaller in tests alone. */
export async function seal(text: string, passphrase: string, workFactor = WORK_FACTOR): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(workFactor);
  return `${armor.encode(await encrypter.encrypt(text))}\n`;
}

/** What was sealed; throws where the passphrase is another or the file is damaged. */
export async function unseal(file: string, passphrase: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addPassphrase(passphrase);
  return await decrypter.decrypt(armor.decode(file), "text");
}
