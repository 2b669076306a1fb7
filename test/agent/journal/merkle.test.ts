import { verifyMerkleInclusion } from "@sigstore/verify/dist/tlog/merkle.js";
import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { Edge, leafHash, leafOf } from "../../../agent/journal/merkle.ts";
import { type HashAt, inclusionPath, rootByPath, storedEdge } from "../../../agent/journal/stored-tree.ts";
import { naivePath, naiveRoot } from "./naive-tree.ts";

/** What a journal keeps of a tree: leaves, and the hashes of its full tiles. */
class Kept {
  readonly edge = new Edge();
  readonly #levels = new Map<string, Buffer>();

  constructor(texts: readonly string[]) {
    for (const text of texts) {
      const leaf = leafHash(leafOf(text));
      this.#levels.set(`0/${this.edge.size}`, leaf);
      this.edge.push(leaf, (level, position, hash) => this.#levels.set(`${level}/${position}`, hash));
    }
  }

  readonly hashAt: HashAt = (level, position) => {
    const hash = this.#levels.get(`${level}/${position}`);
    if (hash === undefined) throw new Error(`Nothing is kept at ${level}/${position}.`);
    return hash;
  };
}

function textsOf(count: number): string[] {
  return Array.from({ length: count }, (_, index) => `event ${index}`);
}

describe("the tree of RFC 6962", () => {
  // Certificate Transparency's own vectors: leaves and roots of merkle_tree_test.cc in google/certificate-transparency,
  // later testonly/constants.go in transparency-dev/merkle.
  const LEAVES = [
    "",
    "00",
    "10",
    "2021",
    "3031",
    "40414243",
    "5051525354555657",
    "606162636465666768696a6b6c6d6e6f",
  ];
  const ROOTS = [
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
  ];

  test("has the roots of Certificate Transparency's vectors", () => {
    const edge = new Edge();
    const roots = [edge.root().toString("hex")];
    for (const leaf of LEAVES) {
      edge.push(leafHash(Buffer.concat([Buffer.alloc(1), Buffer.from(leaf, "hex")])));
      roots.push(edge.root().toString("hex"));
    }
    expect(roots).toEqual(ROOTS);
  });

  test("has the inclusion paths of Certificate Transparency's vectors", () => {
    const kept = LEAVES.map((leaf) => leafHash(Buffer.concat([Buffer.alloc(1), Buffer.from(leaf, "hex")])));
    const hashAt: HashAt = (_level, position) => kept[position] ?? Buffer.alloc(0);
    const path = (index: number, size: number): string[] =>
      inclusionPath(hashAt, index, size).map((hash) => hash.toString("hex"));
    expect(path(0, 1)).toEqual([]);
    expect(path(0, 8)).toEqual([
      "96a296d224f285c67bee93c30f8a309157f0daa35dc5b87e410b78630a09cfc7",
      "5f083f0a1a33ca076a95279832580db3e0ef4584bdff1f54c8a360f50de3031e",
      "6b47aaf29ee3c2af9af889bc1fb9254dabd31177f16232dd6aab035ca39bf6e4",
    ]);
    expect(path(5, 8)).toEqual([
      "bc1a0643b12e4d2d7c77918f44e0f4f79a838b6cf9ec5b5c283e1f4d88599e6b",
      "ca854ea128ed050b41b35ffc1b87b8eb2bde461e9e3b5596ece6b9d5975a0ae0",
      "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    ]);
  });

  test("agrees with the definition at every size, and goes on from what is kept", () => {
    fc.assert(
      fc.property(fc.array(fc.string(), { maxLength: 70 }), (texts) => {
        const { edge, hashAt } = new Kept(texts);
        expect(edge.root().equals(naiveRoot(texts))).toBe(true);
        expect(storedEdge(hashAt, texts.length).root().equals(edge.root())).toBe(true);
      }),
    );
  });

  test.each([255, 256, 257, 512, 65_793])(
    "agrees with the definition around full tiles: %i leaves",
    (size) => {
      const texts = textsOf(size);
      const { edge, hashAt } = new Kept(texts);
      expect(edge.root().equals(naiveRoot(texts))).toBe(true);
      expect(storedEdge(hashAt, size).root().equals(edge.root())).toBe(true);
      for (const at of [1, 255, 256, 257, size - 1].filter((one) => one <= size))
        expect(
          storedEdge(hashAt, at)
            .root()
            .equals(naiveRoot(texts.slice(0, at))),
        ).toBe(true);
    },
    60_000,
  );

  test("proves every leaf of a tree by the path of the definition, also to an implementation of others", () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 600 }), fc.nat(), (size, seed) => {
        const index = seed % size;
        const texts = textsOf(size);
        const { edge, hashAt } = new Kept(texts);
        const path = inclusionPath(hashAt, index, size);
        expect(path).toEqual(naivePath(index, texts));
        expect(rootByPath(hashAt(0, index), index, size, path)?.equals(edge.root())).toBe(true);
        expect(() => sigstoreVerifies(texts[index] ?? "", index, size, path, edge.root())).not.toThrow();
      }),
      { numRuns: 60 },
    );
  });

  test("proves nothing by a path of another place, tree or length", () => {
    const { edge, hashAt } = new Kept(textsOf(300));
    const path = inclusionPath(hashAt, 7, 300);
    const proves = (index: number, size: number, hashes: readonly Buffer[]): boolean =>
      rootByPath(hashAt(0, 7), index, size, hashes)?.equals(edge.root()) === true;
    expect(proves(7, 300, path)).toBe(true);
    expect(proves(8, 300, path)).toBe(false);
    expect(proves(7, 1_000, path)).toBe(false);
    expect(proves(7, 300, path.slice(1))).toBe(false);
    expect(proves(7, 300, [...path, edge.root()])).toBe(false);
  });
});

/** @sigstore/verify proves entries of Rekor, whose tree is the same. */
function sigstoreVerifies(
  text: string,
  index: number,
  size: number,
  path: readonly Buffer[],
  root: Buffer,
): void {
  const entry = {
    canonicalizedBody: Buffer.from(text),
    inclusionProof: { logIndex: String(index), hashes: path },
  } as unknown as Parameters<typeof verifyMerkleInclusion>[0];
  const checkpoint = { logSize: BigInt(size), logHash: root } as unknown as Parameters<
    typeof verifyMerkleInclusion
  >[1];
  verifyMerkleInclusion(entry, checkpoint);
}
