/** Takes a text piece by piece. */
export type TextSink = (text: string) => void;

const PLAIN: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f" };

/** Undoes the escapes of a JSON string that comes in pieces. */
export function unescaper(sink: TextSink): TextSink {
  let escape = "";
  return (piece) => {
    let plain = "";
    for (const sign of piece.split("")) {
      if (escape === "" && sign !== "\\") plain += sign;
      else {
        escape += sign;
        const meant = meantBy(escape);
        if (meant !== null) [plain, escape] = [plain + meant, ""];
      }
    }
    if (plain !== "") sink(plain);
  };
}

/** What an escape means; null while it is not complete. */
function meantBy(escape: string): string | null {
  if (escape.length < 2) return null;
  const [, kind = ""] = escape;
  if (kind !== "u") return PLAIN[kind] ?? kind;
  if (escape.length < 6) return null;
  const code = Number.parseInt(escape.slice(2), 16);
  return Number.isNaN(code) ? "" : String.fromCharCode(code);
}

/** Undoes base64 that comes in pieces, byte for sign: what matters in it is ASCII. */
export function pastBase64(sink: TextSink): TextSink {
  let rest = "";
  return (piece) => {
    const text = rest + piece;
    const whole = text.length - (text.length % 4);
    rest = text.slice(whole);
    try {
      sink(atob(text.slice(0, whole)));
    } catch {
      rest = ""; // no base64: what comes of it is no JSON either
    }
  };
}
