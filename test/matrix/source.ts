import type { Sent } from "./call.ts";
import type { MatrixCase } from "./cases.ts";
import { FORMS } from "./forms.ts";
import { REALMS } from "./realms.ts";
import { SHARED_SOURCE, TRANSPORTS } from "./transports.ts";

/** The source that a page runs to send this call as the case says: an expression that gives a promise of the outcome. */
export function sourceOf(one: MatrixCase, sent: Sent, token: string): string {
  const given = JSON.stringify(sent).replaceAll("<", String.raw`\u003c`);
  // Errors of the page's own making would hide behind a denial; the run without the extension shows them.
  // Sent in the same turn where the body is there at once: a page that is left has no other.
  const code = `(() => {
    ${one.form === "none" ? SHARED_SOURCE : ""}
    const failed = (cause) => "failed " + cause.name;
    try {
      const given = ${given};
      const sent = { ...given, text: given.text.replace("@pad@", "x".repeat(given.pad)), fields: given.fields.map(([name, value]) => [name, value.replace("@pad@", "")]) };
      const send = (${String(TRANSPORTS[one.transport])});
      const body = (${String(FORMS[one.form])})(sent);
      const going = body instanceof Promise ? body.then((made) => send(sent, made)) : send(sent, body);
      return Promise.resolve(going).catch(failed);
    } catch (cause) {
      return Promise.resolve(failed(cause));
    }
  })()`;
  return REALMS[one.realm](code, token);
}
