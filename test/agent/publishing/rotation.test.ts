import fc from "fast-check";
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { completed, type FindSigner } from "../../../agent/publishing/complete.ts";
import { draftSignedBy, openNeeds } from "../../../agent/publishing/draft.ts";
import { fetchAll } from "../../../agent/publishing/check.ts";
import { filesOf } from "../../../agent/publishing/files.ts";
import { newKeyFile } from "../../../agent/publishing/key-file.ts";
import { rolesOf, rotation, type KeyChange } from "../../../agent/publishing/rotation.ts";
import { signedBy, type Signer } from "../../../agent/publishing/signing.ts";
import type { State } from "../../../agent/publishing/state.ts";
import { served } from "../served.ts";
import { makeDesk, times, type MadeDesk } from "./made-desk.ts";

/** A desk whose keys are all open, old ones and new ones. */
interface Open {
  readonly desk: MadeDesk;
  readonly signers: Map<string, Signer>;
}

async function opened(): Promise<Open> {
  const desk = await makeDesk();
  const signers = new Map<string, Signer>();
  for (const key of desk.keys) signers.set(key.name, await desk.keyring.signer(key));
  return { desk, signers };
}

function signer({ signers }: Open, name: string): Signer {
  const found = signers.get(name);
  if (!found) throw new Error(`no ${name}`);
  return found;
}

function finder({ signers }: Open): FindSigner {
  return (_role, { role }) => {
    const found = [...signers.values()].find(({ id }) => role.keyids.includes(id));
    return found ? Promise.resolve(found) : Promise.reject(new Error("nobody"));
  };
}

/** The state after a change of keys that everybody signs whose signature is needed, written into the repository. */
async function changed(open: Open, change: KeyChange, without: readonly string[] = []): Promise<State> {
  const before = await open.desk.repository.state();
  let draft = rotation(before, change, times());
  for (const [name, one] of open.signers)
    if (openNeeds(draft, before).length > 0 && !without.includes(name))
      draft = (await draftSignedBy(draft, before, one)) ?? draft;
  const { root, targets } = draft;
  const state = await completed(
    before,
    { ...(root && { root }), ...(targets && { targets }) },
    finder(open),
    times(),
  );
  await open.desk.repository.commit(filesOf(state, new Map()));
  return state;
}

async function fetched({ desk }: Open) {
  return await fetchAll(desk.root, `${(await served(desk.repository.folder)).url}/`);
}

describe("a key that is replaced", () => {
  test.each(["root-1", "policy-1", "publish", "on-call"])(
    "%s without its own signature: endpoints with the first root follow",
    async (name) => {
      const open = await opened();
      const { signer: comes } = await newKeyFile(`${name}-new`, "four words at random", 1);
      const gone = signer(open, name);
      open.signers.delete(name);
      open.signers.set(`${name}-new`, comes);
      const before = await open.desk.repository.state();
      const state = await changed(open, { gone: gone.id, comes, roles: [] });
      expect([rolesOf(state, gone.id), rolesOf(state, comes.id)]).toEqual([[], rolesOf(before, gone.id)]);
      const after = await fetched(open);
      expect(after).toMatchObject({ ok: true, value: { state: { root: { signed: { version: 2 } } } } });
    },
  );

  test("signs nothing any more, and what it had signed is signed by others", async () => {
    const open = await opened();
    const { signer: comes } = await newKeyFile("on-call-2", "four words at random", 1);
    const gone = signer(open, "on-call");
    open.signers.set("on-call-2", comes);
    open.signers.delete("on-call");
    const state = await changed(open, { gone: gone.id, comes, roles: [] });
    expect(state.directives).toMatchObject({ signed: { version: 2 }, signatures: [{ keyid: comes.id }] });
    // Whoever stole the old key signs a timestamp with it.
    const stolen = await signedBy({ signed: state.timestamp.signed, signatures: [] }, gone);
    const file = join(open.desk.repository.folder, "metadata/timestamp.json");
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, JSON.stringify(stolen));
    expect(await fetched(open)).toMatchObject({
      ok: false,
      problem: expect.stringContaining("timestamp was signed by 0/1 keys"),
    });
  });
});

describe("a key that is revoked", () => {
  test("has its policy signed anew by the others", async () => {
    const open = await opened();
    const gone = signer(open, "policy-1");
    open.signers.delete("policy-1");
    const state = await changed(open, { gone: gone.id, comes: null, roles: [] });
    expect(state.targets.signatures.map(({ keyid }) => keyid).toSorted()).toEqual(
      [signer(open, "policy-2").id, signer(open, "policy-3").id].toSorted(),
    );
    expect(await fetched(open)).toMatchObject({ ok: true });
  });

  test("leaves policy as it is where it had signed none of it", async () => {
    const open = await opened();
    const state = await changed(open, { gone: signer(open, "policy-3").id, comes: null, roles: [] });
    expect(state.targets.signed.version).toBe(1);
    expect(await fetched(open)).toMatchObject({ ok: true });
  });

  test("is refused where too few would be left, and where it signs nothing", async () => {
    const open = await opened();
    const state = await open.desk.repository.state();
    const revoke = (id: string) => rotation(state, { gone: id, comes: null, roles: [] }, times());
    expect(() => revoke(signer(open, "on-call").id)).toThrow("0 would be left to sign directives");
    expect(() => revoke("00")).toThrow("signs nothing here");
    const { id, key } = signer(open, "root-1");
    expect(() =>
      rotation(state, { gone: signer(open, "policy-1").id, comes: { id, key }, roles: [] }, times()),
    ).toThrow("each key is for one thing");
  });

  test("cannot be by root keys below the threshold", async () => {
    const open = await opened();
    const gone = signer(open, "publish").id;
    const change: KeyChange = { gone, comes: null, roles: [] };
    await expect(changed(open, change, ["root-2", "root-3"])).rejects.toThrow("not signed by enough keys");
    expect((await open.desk.repository.state()).root.signed.version).toBe(1);
  });
});

test("endpoints with the first root follow whatever changes of keys come one after the other", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom("root-1", "root-2", "policy-1", "policy-2", "publish", "on-call"), {
        minLength: 1,
        maxLength: 4,
      }),
      async (names) => {
        const open = await opened();
        for (const [index, name] of names.entries()) {
          const gone = signer(open, name).id;
          const { signer: comes } = await newKeyFile(name, "four words at random", 1);
          // Everybody may sign, the one who goes too: the first root is theirs.
          open.signers.set(`old-${index}`, signer(open, name));
          open.signers.set(name, comes);
          await changed(open, { gone, comes, roles: [] });
        }
        expect(await fetched(open)).toMatchObject({
          ok: true,
          value: { state: { root: { signed: { version: names.length + 1 } } } },
        });
      },
    ),
    { numRuns: 5 },
  );
});
