import { describe, expect, test } from "vitest";
import {
  readDraft,
  draftSignedBy,
  draftText,
  openNeeds,
  verifyNext,
  verifyUsual,
  type Draft,
} from "../../../agent/publishing/draft.ts";
import { policyDraft } from "../../../agent/publishing/policy-draft.ts";
import { staged } from "../../../agent/publishing/rings.ts";
import type { Signer } from "../../../agent/publishing/signing.ts";
import { releaseText } from "../../../agent/publishing/targets-text.ts";
import { releaseTarget, RELEASES_TARGET } from "../../../shared/schema/bundle.ts";
import { makeDesk, times, type MadeDesk } from "./made-desk.ts";

async function drafted(desk: MadeDesk) {
  const state = await desk.repository.state();
  const text = releaseText("next", [{ file: "a.yaml", text: "lanyard: 1\n" }]);
  const rings = staged(await desk.repository.rings(state), "next", { share: 10, groups: [] });
  const draft = policyDraft(state, { rings, texts: new Map([[releaseTarget("next"), text]]) }, times());
  return { state, draft };
}

async function signerOf({ keyring, keys }: MadeDesk, name: string): Promise<Signer> {
  const key = keys.find((one) => one.name === name);
  if (!key) throw new Error(`no ${name}`);
  return await keyring.signer(key);
}

describe("a draft of policy", () => {
  test("is signed by two people one after the other, and travels between them as a file", async () => {
    const desk = await makeDesk();
    const { state, draft } = await drafted(desk);
    expect(openNeeds(draft, state)).toMatchObject([{ what: "targets", have: [] }]);
    const first = await draftSignedBy(draft, state, await signerOf(desk, "policy-1"));
    const travelled = readDraft("d.json", draftText(first ?? draft));
    expect(openNeeds(travelled, state)).toHaveLength(1);
    const second = await draftSignedBy(travelled, state, await signerOf(desk, "policy-3"));
    expect(openNeeds(second ?? draft, state)).toEqual([]);
  });

  test("signed by one key twice still lacks a signature", async () => {
    const desk = await makeDesk();
    const { state, draft } = await drafted(desk);
    const signer = await signerOf(desk, "policy-1");
    const once = (await draftSignedBy(draft, state, signer)) ?? draft;
    const twice = (await draftSignedBy(once, state, signer)) ?? draft;
    expect(openNeeds(twice, state)).toMatchObject([{ have: [signer.id] }]);
  });

  test.each(["on-call", "publish", "root-1"])("has nothing that %s may sign", async (name) => {
    const desk = await makeDesk();
    const { state, draft } = await drafted(desk);
    expect(await draftSignedBy(draft, state, await signerOf(desk, name))).toBeNull();
  });

  test("does not count a signature that was copied from another", async () => {
    const desk = await makeDesk();
    const { state, draft } = await drafted(desk);
    const signed = (await draftSignedBy(draft, state, await signerOf(desk, "policy-1"))) ?? draft;
    const [signature] = signed.targets?.signatures ?? [];
    const other = state.root.signed.roles.targets.keyids.find((id) => id !== signature?.keyid) ?? "";
    if (!signed.targets || !signature) throw new Error("unsigned");
    const forged: Draft = {
      ...signed,
      targets: { ...signed.targets, signatures: [signature, { ...signature, keyid: other }] },
    };
    expect(openNeeds(forged, state)).toMatchObject([{ have: [signature.keyid] }]);
  });

  test("whose text was changed on its way is refused", async () => {
    const { draft } = await drafted(await makeDesk());
    const files = { ...draft.files, [releaseTarget("next")]: "{}" };
    expect(() => readDraft("d.json", draftText({ ...draft, files }))).toThrow("was changed on its way");
  });

  test.each(["", "{}", "[", '{"lanyard":1}'])("is not read from %j", (text) => {
    expect(() => readDraft("d.json", text)).toThrow("d.json is no draft");
  });

  test("is refused once something else went out", async () => {
    const { state, draft } = await drafted(await makeDesk());
    const targets = { ...state.targets, signed: { ...state.targets.signed, version: 2 } };
    expect(() => verifyNext(draft, { ...state, targets })).toThrow("Something else was published");
    const out = draft.targets ?? state.targets;
    expect(() => verifyNext(draft, { ...state, targets: out })).toThrow("is out already");
  });

  test("that hides what it would have signed is refused", async () => {
    const { state, draft } = await drafted(await makeDesk());
    if (!draft.targets) throw new Error("no targets");
    const { signed } = draft.targets;
    const hides = (change: object, files = draft.files): Draft => ({
      ...draft,
      files,
      targets: { signed: { ...signed, ...change }, signatures: [] },
    });
    const wide = signed.delegations?.roles.map((role) => ({ ...role, paths: ["*/*"] }));
    const { [RELEASES_TARGET]: _unseen, ...fewer } = draft.files;
    verifyUsual(draft, state);
    for (const one of [
      hides({ delegations: { ...signed.delegations, roles: wide } }),
      hides({ delegations: { ...signed.delegations, roles: [] } }),
      hides({}, fewer),
    ])
      expect(() => verifyUsual(one, state)).toThrow("Do not sign it");
    const { root } = state;
    const roles = { ...root.signed.roles, targets: { ...root.signed.roles.targets, threshold: 1 } };
    expect(() =>
      verifyUsual({ ...draft, root: { signed: { ...root.signed, roles }, signatures: [] } }, state),
    ).toThrow("Do not sign it");
  });
});
