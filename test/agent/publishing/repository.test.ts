import { cpSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import * as fs from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, test, vi } from "vitest";
import { completed } from "../../../agent/publishing/complete.ts";
import { nextTargets, targetOf } from "../../../agent/publishing/compose.ts";
import { directiveFile } from "../../../agent/publishing/directive.ts";
import { filesOf } from "../../../agent/publishing/files.ts";
import { Repository } from "../../../agent/publishing/repository.ts";
import { directivesText } from "../../../agent/publishing/targets-text.ts";
import {
  DIRECTIVES_TARGET,
  ISSUED,
  PolicyBundle,
  Releases,
  RELEASES_TARGET,
  releaseTarget,
} from "../../../shared/schema/bundle.ts";
import { temporaryFolder } from "../temporary-folder.ts";
import { asEndpoint } from "./as-endpoint.ts";
import { makeDesk, times, type MadeDesk } from "./made-desk.ts";

/** Renaming and opening for writing can be made to fail at any one call. */
const writes = vi.hoisted(() => ({
  left: Infinity,
  count(): void {
    this.left -= 1;
    if (this.left < 0) throw new Error("the power went");
  },
}));
vi.mock("node:fs/promises", async (original) => {
  const real = await original<typeof fs>();
  const rename: typeof fs.rename = async (from, to) => {
    writes.count();
    await real.rename(from, to);
  };
  const open: typeof fs.open = async (...args) => {
    writes.count();
    return await real.open(...args);
  };
  return { ...real, rename, open };
});

/** The files of a state with one directive more. */
async function nextFiles({ repository, keyring }: MadeDesk): Promise<ReadonlyMap<string, string>> {
  const before = await repository.state();
  const text = directivesText([directiveFile({ id: "hold", forbid: "all", models: ["openai/*"] })]);
  const targets = { [DIRECTIVES_TARGET]: targetOf(text) };
  const directives = nextTargets("directives", before.directives.signed, targets, times());
  const state = await completed(before, { directives }, keyring.one, times());
  return filesOf(state, new Map([[DIRECTIVES_TARGET, text]]));
}

/** Every file of a repository by its path, without what a change is gathered in. */
function contentOf(folder: string): ReadonlyMap<string, string> {
  const names = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((one) => one.isFile())
    .map((one) => join(one.parentPath, one.name).slice(folder.length + 1))
    .filter((name) => !name.startsWith("."));
  return new Map(names.map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

describe("the first repository", () => {
  test("is what TUF's own client takes, by the layout that endpoints go by", async () => {
    const { repository, root } = await makeDesk();
    const names = [RELEASES_TARGET, releaseTarget("first"), DIRECTIVES_TARGET, "policy/none.json"];
    const [releases, release, directives, none] = await asEndpoint(repository.folder, root, names);
    expect(Releases.parse(JSON.parse(releases ?? ""))).toEqual({
      lanyard: 1,
      rings: [{ release: "first", share: 100, groups: [] }],
    });
    expect(PolicyBundle.parse(JSON.parse(release ?? "")).files.map(({ file }) => file)).toEqual([
      "company.yaml",
      "everyday.yaml",
      "models.yaml",
    ]);
    expect([JSON.parse(directives ?? ""), none]).toEqual([{ lanyard: 1, files: [] }, null]);
  });

  test("says in every role when it was signed, to the millisecond", async () => {
    const now = Date.parse("2026-07-01T08:00:00.123Z");
    const { repository } = await makeDesk({ now });
    const state = await repository.state();
    for (const { signed } of Object.values(state)) expect(signed[ISSUED]).toBe("2026-07-01T08:00:00.123Z");
    expect(state.root.signed.expires).toBe("2027-07-01T08:00:00Z");
  });
});

describe("a change of the repository", () => {
  test("gives the same bytes for the same keys at the same moment", async () => {
    const desk = await makeDesk();
    const before = await desk.repository.state();
    const once = await completed(before, {}, desk.keyring.one, times(5));
    expect(filesOf(await completed(before, {}, desk.keyring.one, times(5)), new Map())).toEqual(
      filesOf(once, new Map()),
    );
  });

  test("cut short at any write leaves the old state or the new one, and both are whole", async () => {
    const desk = await makeDesk();
    const files = await nextFiles(desk);
    const old = contentOf(desk.repository.folder);
    const whole = new Map([...old, ...files]);
    for (let write = 0; ; write += 1) {
      const folder = join(temporaryFolder(), "repository");
      cpSync(desk.repository.folder, folder, { recursive: true });
      writes.left = write;
      const cut = await new Repository(folder).commit(files).then(
        () => false,
        () => true,
      );
      writes.left = Infinity;
      const { version } = (await new Repository(folder).state()).timestamp.signed;
      expect(contentOf(folder)).toEqual(version === 1 ? old : whole);
      if (cut) continue;
      expect([version, write > 2 * files.size]).toEqual([2, true]);
      const [directives] = await asEndpoint(folder, desk.root, [DIRECTIVES_TARGET]);
      expect(directives).toContain("hold");
      break;
    }
  });

  test.each(["exclusively", "sendingAlone"] as const)("waits until another one is done: %s", async (how) => {
    const { repository } = await makeDesk();
    const order: string[] = [];
    const begun = Promise.withResolvers<void>();
    const first = repository[how](async () => {
      order.push("first begins");
      begun.resolve();
      await new Promise((resolve) => setTimeout(resolve, 20));
      order.push("first ends");
    });
    await begun.promise;
    await Promise.all([first, repository[how](() => Promise.resolve(order.push("second")))]);
    expect(order).toEqual(["first begins", "first ends", "second"]);
  });

  test("is refused where a file of the repository is damaged, with its name", async () => {
    const { repository } = await makeDesk();
    const file = join(repository.folder, "metadata/1.targets.json");
    writeFileSync(file, readFileSync(file, "utf8").slice(0, -9));
    await expect(repository.state()).rejects.toMatchObject({
      code: "malformed",
      message: expect.stringContaining("1.targets.json is damaged"),
    });
  });
});
