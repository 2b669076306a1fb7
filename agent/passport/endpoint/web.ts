/** What a web server has under an address now. */
type WebAnswer =
  | { readonly changed: true; readonly text: string; readonly tag: string | null }
  | { readonly changed: false };

/** Asks for a file, unless it is the one of this tag still; throws a `PassportError` `unreadable`. */
export type AskWeb = (url: string, tag: string | null) => Promise<WebAnswer>;
