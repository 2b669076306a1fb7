import * as z from "zod/mini";
import { webExtension } from "../design/web-extension.ts";
import { Notice } from "../../shared/wire/screen.ts";
import { NoticeOverPage } from "./notice-over-page.ts";

/** Marks this isolated world, which the page cannot see: the script may be injected again on demand. */
const LISTENING = Symbol.for("lanyard.notice");

if (!Object.hasOwn(globalThis, LISTENING)) {
  Object.defineProperty(globalThis, LISTENING, { value: true });
  const notices = new NoticeOverPage();
  webExtension().runtime.onMessage.addListener((message: unknown) => {
    const notice = z.safeParse(Notice, message);
    if (notice.success) notices.show(notice.data);
  });
}
