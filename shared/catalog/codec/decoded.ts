/**
 * What came out of a body. A `Map` holds every value of each key, for forms and for JSON whose keys repeat;
 * everything else is as JSON gives it. `sound` is false where the body is not what it says it is:
 * what `root` holds then is good for the record, not for trust.
 */
export interface Decoded {
  readonly root: unknown;
  readonly sound: boolean;
}

/** The key under which a form's file names stand. */
export const FILES = "$files";
