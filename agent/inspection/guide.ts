import { readVerifierKey, verifierKey } from "../journal/note.ts";
import { NAMES, type PackHead } from "./manifest.ts";

/** What the guide is made of. */
interface GuideParts {
  readonly head: PackHead;
  /** Verifier keys that signed checkpoints. */
  readonly keys: readonly string[];
  readonly signed: boolean;
}

/** How to verify a pack with standard tools and without us, and what exactly that proves. */
export function guideText({ head, keys, signed }: GuideParts): string {
  return [
    intro(head),
    filesStep(signed),
    keyStep(head, keys, signed),
    eventsStep(),
    policyStep(),
    provenWords(head),
  ].join("\n");
}

function intro({ origin }: PackHead): string {
  return `# How to verify this pack

It is about the journal \`${origin}\`. Everything here can be verified with \`sha256sum\`, \`openssl\` and Python's own library. \`lanyard journal verify PACK --key device-key.pub\` does all of it, names what was changed, and makes \`${NAMES.summary}\`, \`${NAMES.gaps}\`, \`${NAMES.policies}\` and this file again from the events, to compare them.

Get the public key of the device (\`device-key.pub\`, PEM) from somebody who kept it, and checkpoints from whoever the journal was told to: what stands in this pack was put there by whoever made it.
`;
}

function filesStep(signed: boolean): string {
  return `## 1. The files are those of the manifest

\`\`\`sh
jq -r '.files[] | .sha256 + "  " + .name' ${NAMES.manifest} | sha256sum -c
\`\`\`

No other file may be there but \`${NAMES.manifest}\`${signed ? ` and \`${NAMES.signature}\`` : ""}.
`;
}

function keyStep({ origin }: PackHead, keys: readonly string[], signed: boolean): string {
  const known = keys
    .map((key) => readVerifierKey(key))
    .filter((key) => key !== null)
    .map(
      (key) =>
        `- \`${verifierKey(key)}\` for checkpoints, \`${verifierKey({ ...key, name: `${origin}/pack` })}\` for the manifest`,
    );
  const manifest = signed
    ? `\`${NAMES.signature}\` is one; the third line of its text must be the \`sha256sum\` of \`${NAMES.manifest}\`.`
    : "The manifest of this pack is not signed: the device's key was not there when it was made. Whoever had the pack may have made another one of it, and only the checkpoints hold.";
  return `## 2. The signatures

Checkpoints (the lines \`{"checkpoint"}\` of \`${NAMES.events}\`, and \`${NAMES.checkpoints}\`) are signed notes (c2sp.org/signed-note, Ed25519). ${manifest} With the note in a file \`note\`:

\`\`\`sh
sed '/^$/,$d' note > text
sed -n 's/^— [^ ]* //p' note | base64 -d | tail -c 64 > signature
openssl pkeyutl -verify -pubin -inkey device-key.pub -rawin -in text -sigfile signature
\`\`\`

Keys that this pack names itself, as verifier keys:

${known.length === 0 ? "- none: no checkpoint was signed yet" : known.join("\n")}
`;
}

function eventsStep(): string {
  return `## 3. The events are those that were signed

This program reads \`${NAMES.events}\`, gives every event's text its hash, puts the hashes through the tree of RFC 6962, and says of every checkpoint whether the tree has its root.

\`\`\`python
${PROGRAM}\`\`\`

"edited" and "NOT THE ROOT" must not come. Compare the roots with those in checkpoints that others kept: the tree of more events must have the root of fewer ones on its way.
`;
}

/** Kept as simple as it can be: it is there to be read. A test runs it. */
const PROGRAM = `import base64, hashlib, json

def sha256(data): return hashlib.sha256(data).digest()

tree, size, waiting = [], 0, {}   # full subtrees from the left: (height, hash)

def push(hash, height=0):
    global size
    size += 2 ** height
    while tree and tree[-1][0] == height:
        hash, height = sha256(b"\\x01" + tree.pop()[1] + hash), height + 1
    tree.append((height, hash))
    compare()

def compare():
    for wanted in waiting.pop(size, []):
        root = tree[-1][1] if tree else sha256(b"")
        for _, left in reversed(tree[:-1]): root = sha256(b"\\x01" + left + root)
        print("root" if root == wanted else "NOT THE ROOT", "of the checkpoint of", size, "events")

for number, line in enumerate(open("events.jsonl", "rb")):
    said = json.loads(line)
    if number == 0: continue
    if "checkpoint" in said:
        _, count, root = said["checkpoint"].split("\\n")[:3]
        waiting.setdefault(int(count), []).append(base64.b64decode(root))
        compare()
    elif "leaf" in said:
        leaf = base64.b64decode(said["leaf"])
        if "event" in said:
            text = line[line.index(b'"event":') + 8 : line.rindex(b"}")]
            if sha256(b"\\x00" + text) != leaf: print("edited: event", said["sequence"])
        push(leaf)
    elif "leaves" in said:
        leaves = base64.b64decode(said["leaves"])
        for at in range(0, len(leaves), 32): push(leaves[at : at + 32])
    elif size < said["until"]:
        push(base64.b64decode(said["root"]), 8)   # 256 events that were left out whole
print(size, "events")
`;

function policyStep(): string {
  return `## 4. The policies are those that were in force

The events \`policy applied\` name the SHA-256 of the policy's texts: of one line a file, as \`sha256sum\` prints them, in the order of the names. For each folder below \`policy/\`:

\`\`\`sh
cd policy/DIGEST && find . -type f | sed 's,^./,,' | LC_ALL=C sort | xargs -d '\\n' sha256sum | sha256sum
\`\`\`

The result must be the folder's name.
`;
}

function provenWords({ redact }: PackHead): string {
  const withheld = `- **Of events with something withheld** (\`"redacted"\`) the hash alone is proven: that there is an event in this place, recorded before the next checkpoint. What \`redacted\` says of it is the word of whoever made this pack, which the signature of the manifest holds them to. The hash is over the whole text, so whoever keeps the journal can show it later, and then the hash proves it. The ids of these events are withheld as well, since without them the hash would tell whoever guesses a name whether the guess is right. Only the fields that are named are withheld: sentences (\`because\`, \`detail\`) may say the same in words unless they are withheld too.`;
  return `## What this proves

- **Of events in full**: this text was in the journal, in this place, when the next checkpoint was signed, and the journal was not changed before it since then. Whoever has the device's key could have made another journal: hold it against a checkpoint that somebody else kept.
- **Of events that were left out or taken out**: that there are as many, and that they are the same that were signed.
- **Not**: that events happened as they say, that nothing else happened, or that the clock was right. \`${NAMES.summary}\` says at its end what it does not know.
${redact.length > 0 ? `${withheld}\n` : ""}`;
}
