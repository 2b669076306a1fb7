/** What may be wrong with a record; README.md says how each is told from the others. */
export type Fault =
  /** What an event says is not what was recorded. */
  | "edited"
  /** Events stand in another order than they came in. */
  | "reordered"
  /** An event is there that was not recorded. */
  | "inserted"
  /** An event, or what it says, is gone, and no record of pruning accounts for it. */
  | "deleted"
  /** Something within a range is not what was signed; which of it cannot be told. */
  | "altered"
  /** The end is missing: the journal itself has a checkpoint of more events. */
  | "truncated"
  /** An older copy: a witness has a checkpoint of more events, the journal knows nothing of it. */
  | "rolled_back"
  /** Sound in itself, and not what a witness saw. */
  | "forked"
  /** A witness has checkpoints of another journal of this device. */
  | "replaced"
  /** A checkpoint that is none, or of another journal. */
  | "bad_checkpoint"
  /** A checkpoint that the key did not sign. */
  | "foreign_key"
  /** A hash that is kept for proofs is not that of its events, which are as they were signed. */
  | "wrong_hash"
  /** Filters would find an event under something that it does not say. */
  | "misfiled"
  /** Bytes that cannot be read. */
  | "unreadable"
  /** A file of a pack is not the one that its manifest names. */
  | "edited_file"
  /** A file that a pack's manifest names is not there. */
  | "missing_file"
  /** A pack holds what its manifest does not name. */
  | "added_file"
  /** A pack's manifest is none, or is not signed as it says. */
  | "bad_manifest"
  /** What a pack says in words is not what its events give. */
  | "untrue"
  /** The texts of a policy are not those that the journal names. */
  | "other_policy";

/** One thing that is wrong. */
export interface Finding {
  readonly what: Fault;
  /** Places in the journal, both included; null where it is about no event. */
  readonly from: number | null;
  readonly until: number | null;
  /** What is wrong, for people. */
  readonly sentence: string;
}

/** A finding about one event or a range of them; `tell` goes on after "Events 7 to 9", and is put into the singular. */
export function findingAt(what: Fault, from: number, until: number, tell: string): Finding {
  if (from !== until) return { what, from, until, sentence: `Events ${from} to ${until} ${tell}` };
  const one = tell.replace(/^are /, "is ").replace(/^do /, "does ");
  return { what, from, until, sentence: `Event ${from} ${one}` };
}

/** A finding about a checkpoint or the whole. */
export function findingOfAll(what: Fault, sentence: string): Finding {
  return { what, from: null, until: null, sentence };
}
