import type { BrowserPolicy } from "./browser-policy.ts";

/**
 * What Edge has besides Chromium's: learn.microsoft.com/deployedge/microsoft-edge-policies names each. There was no Edge
 * to try them on.
 */
export const EDGE_POLICIES: readonly BrowserPolicy[] = [
  {
    policy: "InternetExplorerIntegrationLevel",
    value: 0,
    usual: true,
    why: "No extension runs in tabs of Internet Explorer mode.",
    closes: "Internet Explorer mode",
  },
  {
    policy: "HubsSidebarEnabled",
    value: false,
    why: "Copilot in the sidebar calls Microsoft as the browser.",
    closes: "Copilot in the sidebar",
  },
  {
    policy: "Microsoft365CopilotChatIconEnabled",
    value: false,
    why: "Copilot Chat in the toolbar calls Microsoft as the browser.",
    closes: "Copilot Chat in the toolbar",
  },
  {
    policy: "CopilotPageContext",
    value: false,
    why: "Copilot reads the page that is open.",
    closes: "Copilot that reads pages",
  },
  {
    policy: "EdgeEntraCopilotPageContext",
    value: false,
    why: "Copilot with a work account reads the page that is open.",
    closes: "work Copilot that reads pages",
  },
  {
    policy: "ComposeInlineEnabled",
    value: false,
    why: "Compose sends what stands in a field to Microsoft as the browser.",
    closes: "Compose",
  },
  {
    policy: "VisualSearchEnabled",
    value: false,
    why: "Visual search sends pictures to Microsoft as the browser.",
    closes: "visual search",
  },
];
