/** PLACEHOLDER */
export type Plain =
  | { readonly value: unknown; readonly offsetOf: (path: readonly PropertyKey[]) => number }
  | { readonly strange: number }
  | { readonly tooLong: number };
export function readPlain(_text: string): Plain {
  return { strange: 0 };
}
