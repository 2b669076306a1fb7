import * as z from "zod/mini";

const Path = z.string().check(z.minLength(1), z.maxLength(4_096));

/** Where requests for access go from this endpoint: said here alone, since what comes from the network runs no programs. */
export interface RequestSettings {
  /** Folder into which requests are written, each as a file; null: none. */
  readonly folder: string | null;
  /** Program and arguments, which gets each request on its standard input; null: none. */
  readonly command: readonly string[] | null;
}

/** Of the configuration: ways for requests besides those of policy. */
export const RequestsPart = z.strictObject({
  folder: z.optional(Path),
  command: z.optional(z.array(z.string().check(z.minLength(1))).check(z.minLength(1))),
});

/** What to write instead. */
export const REQUESTS_MENDS = {
  requests: "Write `requests: {folder: requests}`, with `command` or both, or leave the field out.",
  "requests.folder": "Write a folder, as in `folder: requests`, or leave the field out.",
  "requests.command": "Write a program and its arguments, as in `command: [/usr/bin/mail-request]`.",
} as const;

/** The settings; relative paths are relative to the configuration. */
export function requestSettings(
  part: z.infer<typeof RequestsPart> | undefined,
  beside: (path: string) => string,
): RequestSettings {
  return {
    folder: part?.folder === undefined ? null : beside(part.folder),
    command: part?.command ?? null,
  };
}
