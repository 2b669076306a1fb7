import { FORMATS } from "../deploy/format-names.ts";
import type { Command } from "./command.ts";

const CONFIG = ["--config <file>", "Configuration of the agent"] as const;
const SCOPE = [
  ["--user", "For this user's browsers (the default)"],
  ["--system", "For every user of this machine"],
  ["--dir <dir>", "In this one NativeMessagingHosts folder"],
] as const;

/** The commands that bring the extension and its agent into browsers, in the order of help. */
export const DEPLOYMENT_COMMANDS: readonly Command[] = [
  {
    name: "browser install",
    words: "",
    summary: "Register the agent with the browsers found here",
    options: [CONFIG, ["--extension-id <id>", "Id of the extension; may be repeated"], ...SCOPE],
    example: "lanyard browser install --extension-id abcdefghijklmnopabcdefghijklmnop",
    load: async () => (await import("./browser-install.ts")).browserInstall,
  },
  {
    name: "browser uninstall",
    words: "",
    summary: "Take the agent's registration away again",
    options: [...SCOPE],
    example: "lanyard browser uninstall --system",
    load: async () => (await import("./browser-uninstall.ts")).browserUninstall,
  },
  {
    name: "browser pac",
    words: "",
    summary:
      "Print what leads sockets of AI services to the agent, for a policy that sets the browser's proxy",
    options: [CONFIG],
    example: "lanyard browser pac --json",
    load: async () => (await import("./browser-pac.ts")).browserPac,
  },
  {
    name: "browser policy",
    words: "",
    summary: "Print the browser policies that close what an extension cannot, each with why",
    options: [["--browser <name>", "chrome, edge, chromium or firefox; otherwise all of them"]],
    example: "lanyard browser policy --browser chrome",
    load: async () => (await import("./browser-policy.ts")).browserPolicy,
  },
  {
    name: "deploy",
    words: "<browser>",
    summary: "Write the browser policies as files for the tools that IT has: GPO, Intune, Jamf and others",
    options: [
      ["--extension-id <id>", "Id of the extension, as `lanyard pack` says it"],
      ["--update-url <url>", "Where browsers fetch it: update.xml, or for Firefox the package lanyard.xpi"],
      ["--out <dir>", "Write every file for this browser here, with a README.md"],
      ["--format <format>", `Print one of them: ${FORMATS.join(", ")}`],
      ["--allow-extension <id>", "Another extension that stays allowed; may be repeated"],
      ["--allow-program <name>", "A native program that extensions may go on calling; may be repeated"],
      ["--google-domain <name>", "Let only accounts of this domain into Google's apps; may be repeated"],
      ["--pac <url>", "The company's proxy configuration"],
      ["--unsigned", "Firefox: take a package that Mozilla has not signed (ESR)"],
    ],
    example:
      "lanyard deploy chrome --extension-id abcdefghijklmnopabcdefghijklmnop --update-url https://updates.example.com/update.xml --out policies",
    load: async () => (await import("./deploy.ts")).deploy,
  },
  {
    name: "pack",
    words: "",
    summary: "Pack the built extension for the company's own update address",
    options: [
      ["--dir <dir>", "The built extension: dist/chrome (unless said) or dist/firefox"],
      ["--key <file>", "The company's key, for Chromium's family"],
      ["--out <dir>", "The folder that is served; what is published there is updated"],
      ["--update-url-base <url>", "Where that folder is served"],
      ["--new-key <file>", "Make a key instead, and say which id it gives the extension"],
    ],
    example:
      "lanyard pack --key extension.pem --out updates --update-url-base https://updates.example.com/lanyard",
    load: async () => (await import("./pack.ts")).packCommand,
  },
];
