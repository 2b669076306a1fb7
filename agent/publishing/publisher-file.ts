import * as z from "zod/mini";
import { Duration } from "../../shared/schema/policy-words.ts";
import { Name } from "../../shared/schema/text.ts";
import { readYaml, type FileForm, type FileReading } from "../platform/yaml-file.ts";

const Path = z.string().check(z.minLength(1), z.maxLength(4_096));
const Program = z.array(z.string()).check(z.minLength(1));
const KeyName = z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,63}$/));

const KeyEntry = z.strictObject({
  public: z.string().check(z.minLength(1)),
  file: z.optional(Path),
  command: z.optional(Program),
  passphrase_file: z.optional(Path),
});

const S3 = z.strictObject({
  endpoint: z.url({ protocol: /^https?$/ }),
  bucket: z.string().check(z.regex(/^[a-z0-9][a-z0-9.-]{1,62}$/)),
  region: z.optional(Name),
  prefix: z.optional(z.string().check(z.regex(/^([A-Za-z0-9._-]+\/)*$/))),
  credentials: z.optional(Path),
});
export type S3Place = z.infer<typeof S3>;

/** One place to which the repository goes. */
export const PlaceEntry = z.union([
  z.strictObject({ folder: Path }),
  z.strictObject({ rsync: Path, ssh: z.optional(z.string()) }),
  z.strictObject({ s3: S3 }),
  z.strictObject({ command: Program }),
]);
export type PlaceEntry = z.infer<typeof PlaceEntry>;

/** The broker that nudges endpoints. */
const Nudge = z.strictObject({
  url: z.url({ protocol: /^mqtts?$/ }),
  topic: z.string().check(z.regex(/^[^#+\s/$][^#+\s]{0,199}$/)),
  ca: z.optional(Path),
  user: z.optional(Name),
  password_file: z.optional(Path),
});
export type Nudge = z.infer<typeof Nudge>;

const PublisherFile = z.strictObject({
  lanyard: z.literal(1),
  organization: Name,
  url: z.url({ protocol: /^https?$/ }),
  policy: Path,
  people: Path,
  repository: Path,
  reports: z.optional(Path),
  ask_above: z.optional(z.number().check(z.minimum(0))),
  keys: z.record(KeyName, KeyEntry),
  lifetimes: z.optional(
    z.strictObject({
      root: z.optional(Duration),
      policy: z.optional(Duration),
      directives: z.optional(Duration),
      snapshot: z.optional(Duration),
      timestamp: z.optional(Duration),
    }),
  ),
  publish: z.array(PlaceEntry),
  nudge: z.optional(Nudge),
});
export type PublisherFile = z.infer<typeof PublisherFile>;

const LIFETIME = "Write a length of time in minutes, hours or days, as in `90d`.";

const form: FileForm<PublisherFile> = {
  schema: PublisherFile,
  mends: {
    lanyard: "Write `lanyard: 1`, the version of this form.",
    organization: "Write the organization's name, as in `organization: Contoso`.",
    url: "Write where endpoints fetch it, as in `url: https://policy.contoso.example/lanyard/`.",
    policy: "Write the folder of the policy files, as in `policy: policy`.",
    people: "Write the people file, as in `people: people.yaml`.",
    repository: "Write the folder of the repository, as in `repository: repository`.",
    reports: "Write the folder in which endpoints' reports arrive, or leave the field out.",
    ask_above: "Write a number of people, as in `ask_above: 10`.",
    keys: "Write each key by a name of small letters, digits and dashes, as in `on-call: {public: …, file: keys/on-call.age}`.",
    "keys.*": "Write `public` and `file` or `command`, as in `{public: …, file: keys/on-call.age}`.",
    "keys.*.public": "Write the public key: 64 hexadecimal digits, or PEM.",
    "keys.*.file": "Write the key's file, as in `file: keys/on-call.age`.",
    "keys.*.command": "Write a program and its arguments, as in `command: [sign-by-token, on-call]`.",
    "keys.*.passphrase_file":
      "Write a file that holds the passphrase alone, or leave the field out to be asked.",
    lifetimes: "Write `root`, `policy`, `directives`, `snapshot` or `timestamp`, or leave the field out.",
    "lifetimes.root": LIFETIME,
    "lifetimes.policy": LIFETIME,
    "lifetimes.directives": LIFETIME,
    "lifetimes.snapshot": LIFETIME,
    "lifetimes.timestamp": LIFETIME,
    publish: "Write a list of places, as in `publish: [{folder: site}]`; an empty one publishes nowhere.",
    "publish.*":
      "Write `folder`, `rsync` (with `ssh`), `s3` or `command`, as agent/publishing/README.md has them.",
    nudge:
      "Write `url` and `topic`, as in `nudge: {url: mqtts://broker.contoso.example, topic: lanyard/contoso}`.",
    "nudge.url": "Write the broker, as in `url: mqtts://broker.contoso.example:8883`.",
    "nudge.topic": "Write a topic without # and +, as in `topic: lanyard/contoso`.",
    "nudge.ca": "Write the file of the broker's authority, or leave the field out.",
    "nudge.user": "Write the user's name, or leave the field out.",
    "nudge.password_file": "Write a file that holds the password alone, or leave the field out.",
    "": "Write at least `lanyard: 1`, `organization`, `url`, `policy`, `people`, `repository`, `keys` and `publish`.",
  },
};

/** Reads a desk's publisher.yaml. */
export function parsePublisher(file: string, text: string): FileReading<PublisherFile> {
  return readYaml(form, file, text);
}
