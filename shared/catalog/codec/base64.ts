const BASE64 = /^[A-Za-z0-9+/_-]+={0,2}$/;

/** Bytes of a text in base64, in either alphabet; null where it is none. */
export function bytesOfBase64(text: string): Uint8Array | null {
  if (!BASE64.test(text)) return null;
  try {
    return Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (letter) =>
      letter.charCodeAt(0),
    );
  } catch {
    return null;
  }
}
