import type { CDPSession, Page } from "playwright";

/** The parts of a DevTools node that are read here. */
interface ProtocolNode {
  readonly nodeId: number;
  readonly nodeValue: string;
  readonly shadowRootType?: "user-agent" | "open" | "closed";
  readonly children?: readonly ProtocolNode[];
  readonly shadowRoots?: readonly ProtocolNode[];
}

/** The text in the closed shadow roots of a page, which no script of the page and no locator can reach. */
export async function closedText(page: Page): Promise<string> {
  const session = await page.context().newCDPSession(page);
  const roots = await closedRoots(session);
  await session.detach();
  return roots.map(textOf).join(" ");
}

/** Clicks as a person does on what says just these words in a closed shadow root of a page. */
export async function clickClosed(page: Page, words: string): Promise<void> {
  const session = await page.context().newCDPSession(page);
  const [node] = (await closedRoots(session)).flatMap((root) => saying(root, words));
  if (node === undefined) throw new Error(`No closed root of the page says "${words}".`);
  const { model } = await session.send("DOM.getBoxModel", { nodeId: node.nodeId });
  await session.detach();
  const [left = 0, top = 0, , , right = 0, bottom = 0] = model.content;
  await page.mouse.click((left + right) / 2, (top + bottom) / 2);
}

async function closedRoots(session: CDPSession): Promise<readonly ProtocolNode[]> {
  const { root } = (await session.send("DOM.getDocument", { depth: -1, pierce: true })) as {
    root: ProtocolNode;
  };
  return closedRootsOf(root);
}

/** The elements around a text that is just these words. */
function saying(node: ProtocolNode, words: string): readonly ProtocolNode[] {
  const children = node.children ?? [];
  const own = children.some(({ nodeValue }) => nodeValue.trim() === words) ? [node] : [];
  return [...own, ...children.flatMap((child) => saying(child, words))];
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
