import { createHmac } from "node:crypto";

/**
 * Where one person's passport for one device lies among the static files. Only who knows the device's public key can
 * tell, which is the device and the issuer: nobody else can ask whether somebody has a passport.
 */
export function passportFileName(person: string, thumbprint: string): string {
  const name = createHmac("sha256", Buffer.from(thumbprint, "base64url"))
    .update(`lanyard passport\0${person}`)
    .digest("hex");
  return `${name.slice(0, 2)}/${name}.sdjwt`;
}

/** Where the issuer's list of statuses lies among the static files. */
export const STATUS_FILE = "status/list.jwt";

/** The address of that list; `url` is that of the static files, with its last slash. */
export function statusUri(url: string): string {
  return `${url}${STATUS_FILE}`;
}
