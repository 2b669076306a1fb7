import type { Page } from "playwright";

/** The parts of a DevTools node that are read here. */
interface ProtocolNode {
  readonly nodeValue: string;
  readonly shadowRootType?: "user-agent" | "open" | "closed";
  readonly children?: readonly ProtocolNode[];
  readonly shadowRoots?: readonly ProtocolNode[];
}

/** The text in the closed shadow roots of a page, which no script of the page and no locator can reach. */
export async function closedText(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const { root } = (await session.send("DOM.getDocument", { depth: -1, pierce: true })) as {
    root: ProtocolNode;
  };
  await session.detach();
  return closedRootsOf(root).map(textOf).join(" ");
}

function closedRootsOf(node: ProtocolNode): ProtocolNode[] {
  const own = (node.shadowRoots ?? []).filter(({ shadowRootType }) => shadowRootType === "closed");
  return [...own, ...(node.children ?? []).flatMap(closedRootsOf)];
}

function textOf(node: ProtocolNode): string {
  return [node.nodeValue, ...(node.children ?? []).map(textOf)]
    .filter((text) => text.trim() !== "")
    .join(" ");
}
