/** What goes out, in its order: what never changes first, the timestamp last. */
interface Shipment {
  /** Where the files lie. */
  readonly folder: string;
  /** Paths in the folder, with `/`. */
  readonly files: readonly string[];
  /** Called with each file that is there, sent now or before. */
  readonly onFile: (file: string) => void;
}

/** Somewhere that endpoints fetch from. Nothing is ever deleted there: an endpoint may be reading what was before. */
export interface Place {
  /** In words: "the folder /srv/lanyard". */
  readonly words: string;
  /** Sends what is not there yet; throws a `PublishingError` `unreadable` with a sentence. */
  send(shipment: Shipment): Promise<void>;
}
