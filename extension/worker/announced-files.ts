import type { FileFacts, Recognition } from "../../shared/schema/recognition.ts";

/** How long a file may take from its announcement to its bytes, in milliseconds. */
const PATIENCE = 120_000;
const MOST = 200;

interface Announced {
  readonly tab: number;
  readonly service: string;
  readonly file: FileFacts;
  readonly until: number;
}

/**
 * Files that services were told of before their bytes went to a store, where nothing names them any more. In one tab the
 * bytes are taken to follow in the order of the announcements. For the record alone: no decision hangs on it.
 */
export class AnnouncedFiles {
  #waiting: Announced[] = [];

  /** The recognition of a permitted upload with what is known of its files; what it announces is kept for its bytes. */
  follow(recognition: Recognition, tab: number, now: number): Recognition {
    const { service, operation, files } = recognition;
    if (operation !== "file_upload") return recognition;
    this.#waiting = this.#waiting.filter(({ until }) => until >= now);
    if (files.length > 0) {
      const announced = files.map((file) => ({ tab, service, file, until: now + PATIENCE }));
      this.#waiting = [...this.#waiting, ...announced].slice(-MOST);
      return recognition;
    }
    const at = this.#waiting.findIndex((one) => one.tab === tab && one.service === service);
    const [found] = at < 0 ? [] : this.#waiting.splice(at, 1);
    return found === undefined ? recognition : { ...recognition, files: [found.file] };
  }
}
