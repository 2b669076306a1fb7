import type { Command } from "./command.ts";

const CONFIG = ["--config <file>", "Configuration of the agent"] as const;

/** Commands about who uses this device. */
export const IDENTITY_COMMANDS: readonly Command[] = [
  {
    name: "sign-in",
    words: "",
    summary: "Sign in with the company's provider, so that what you may use is known",
    options: [
      CONFIG,
      ["--device", "By a code that you type on another device"],
      ["--no-open", "Only print the address"],
    ],
    example: "lanyard sign-in --device",
    load: async () => (await import("./sign-in.ts")).signIn,
  },
  {
    name: "sign-out",
    words: "",
    summary: "Sign out here and at the provider",
    options: [CONFIG, ["--no-open", "Only print the address"]],
    example: "lanyard sign-out",
    load: async () => (await import("./sign-in.ts")).signOut,
  },
  {
    name: "whoami",
    words: "",
    summary: "Say who you are to Lanyard, how that is known and until when",
    options: [CONFIG],
    example: "lanyard whoami --json",
    load: async () => (await import("./whoami.ts")).whoami,
  },
];
