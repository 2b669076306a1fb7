import { MARK } from "../../shared/wire/page-names.ts";
import { addressOf, free, setHash, urlHref, urlProtocol } from "./primordials.ts";

const exec = free(RegExp.prototype.exec);
const METHOD = /^[A-Z]{1,20}$/;
const LONGEST = 65_536;

/** A call as the worker is told of it. */
export interface Asked {
  readonly method: string;
  /** Absolute, without fragment. */
  readonly url: string;
}

/** The call to an address as the page wrote it, or null where it is none that the network layer knows. */
export function asked(method: string, written: string): Asked | null {
  const address = addressOf(written);
  if (address === null || exec(METHOD, method) === null) return null;
  const scheme = urlProtocol(address);
  if (scheme !== "https:" && scheme !== "http:") return null;
  setHash(address, "");
  const url = urlHref(address);
  return url.length > LONGEST ? null : { method, url };
}

/** The address under which the network layer finds what was bound to the nonce. */
export function marked({ url }: Asked, nonce: string): string {
  return `${url}#${MARK}=${nonce}`;
}
