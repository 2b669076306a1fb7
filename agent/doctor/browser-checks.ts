import type { AgentStatus } from "../../shared/wire/local-api.ts";
import { anyDeployment } from "../deploy/browser-policy.ts";
import { otherExtensions, type PolicyStanding, standings } from "../deploy/in-force.ts";
import { policiesFor } from "../deploy/policies-for.ts";
import {
  type BrowserFacts,
  type Finding,
  type HostRegistration,
  type Machine,
  open,
  unknown,
  well,
} from "./machine.ts";

/** Each browser: can it reach the agent, is the extension there, and what do its policies leave open. */
export function browserFindings(machine: Machine): readonly Finding[] {
  if (machine.browsers.length === 0)
    return [unknown("browsers", "No browser that Lanyard knows was found here.")];
  const status = "seen" in machine.agent ? machine.agent.seen : null;
  return machine.browsers.flatMap((browser) => [
    ...hostFindings(browser),
    ...profileFindings(browser),
    ...connection(browser, machine.browsers, status),
    ...policyFindings(browser),
  ]);
}

function install({ kind }: BrowserFacts): string {
  const id = kind === "firefox" ? "NAME@COMPANY" : "ID";
  return `Register it: lanyard browser install --extension-id ${id}`;
}

function hostFindings(browser: BrowserFacts): readonly Finding[] {
  const { name, hosts } = browser;
  if (hosts.length === 0)
    return [open(name, `${name} does not know the agent, so nothing is permitted in it.`, install(browser))];
  if (isShutOut(browser))
    return [
      open(
        name,
        `${name} knows the agent by a registration of the person's own, which its policies shut out.`,
        "Register it for everybody: lanyard browser install --system --extension-id ID",
      ),
    ];
  return hosts.map((look) => {
    if ("unseen" in look) return open(name, look.unseen, install(browser));
    const { file, hasProgram, ids } = look.seen;
    if (!hasProgram) return open(name, `${file} names a program that is not there.`, install(browser));
    if (ids.length === 0) return open(name, `${file} lets no extension call the agent.`, install(browser));
    return answered(browser, look.seen);
  });
}

/** Registered is not reached: the program was started as the browser starts it. */
function answered(browser: BrowserFacts, { file, ids, answer }: HostRegistration): Finding {
  const { name } = browser;
  if (answer === "agent") return well(name, `${name} reaches the agent, for ${ids.join(", ")}.`);
  if (answer === "no_agent")
    return open(
      name,
      `${name} knows the agent, for ${ids.join(", ")}, and the program that it starts finds none that runs.`,
      "Start the agent, or register it anew with the configuration that it runs by.",
    );
  return open(
    name,
    `The program that ${file} names does not answer as a browser needs it.`,
    install(browser),
  );
}

/** Whether the extension is really there, by what each profile says, and not only in the policies. */
function profileFindings(browser: BrowserFacts): readonly Finding[] {
  const { name, profiles } = browser;
  const id = extensionOf(browser);
  if (id === null) return [];
  return profiles.map(({ name: profile, extensions }) => {
    const where = `in its profile "${profile}"`;
    const own = extensions.find((one) => one.id === id);
    if (own === undefined)
      return open(name, `${name} has no extension ${id} ${where}, so nothing is decided there.`, FORCE);
    if (!own.isEnabled) return open(name, `${name} has the extension switched off ${where}.`, FORCE);
    if (!own.isForced)
      return open(
        name,
        `${name} has the extension ${where}, and the person can remove it: no policy installed it.`,
        FORCE,
      );
    return well(
      name,
      `${name} has the extension force-installed ${where}, version ${own.version ?? "unknown"}.`,
    );
  });
}

const FORCE = "Force-install it (lanyard deploy), and restart the browser.";

/** Under this policy Chromium's family heeds registrations for every user alone. */
function isShutOut({ hosts, policies }: BrowserFacts): boolean {
  if ("unseen" in policies || policies.seen["NativeMessagingUserLevelHosts"] !== false) return false;
  return hosts.every((look) => "seen" in look && look.seen.scope === "user");
}

/** What Chrome and Chromium call themselves, both of them. */
const CHROME = /Chrome\/(?!.*Edg\/)/;

/** What each browser calls itself. */
const CALLED = {
  chrome: CHROME,
  chromium: CHROME,
  edge: /Edg\//,
  firefox: /Firefox\//,
} as const;

function connection(
  { kind, name, isRunning }: BrowserFacts,
  all: readonly BrowserFacts[],
  status: AgentStatus | null,
): readonly Finding[] {
  if (status === null) return [];
  const connected = status.extensions.filter(({ browser }) => CALLED[kind].test(browser));
  const alike = all.filter(
    (one) => one.kind !== kind && CALLED[one.kind] === CALLED[kind] && one.isRunning !== false,
  );
  const versions = [...new Set(connected.map(({ version }) => version))].join(", ");
  if (isRunning === false) return [well(name, `${name} is closed.`)];
  if (connected.length > 0) {
    const which =
      alike.length > 0
        ? `, in ${name} or ${alike.map((one) => one.name).join(" or ")}: they call themselves the same`
        : "";
    return [well(name, `The extension is connected, version ${versions}${which}.`)];
  }
  if (isRunning === null)
    return [unknown(name, `The extension is not connected; whether ${name} runs cannot be told here.`)];
  return [
    open(
      name,
      `${name} runs, and the extension is not connected: what is sent to AI services from it is not decided on.`,
      "Force-install the extension (lanyard deploy), and restart the browser.",
    ),
  ];
}

function policyFindings(browser: BrowserFacts): readonly Finding[] {
  const { kind, name, policies } = browser;
  if ("unseen" in policies) return [unknown(name, policies.unseen)];
  const ours = extensionOf(browser);
  const deployment = anyDeployment(ours ?? undefined);
  const all = standings(policiesFor(kind, deployment), policies.seen);
  const missing = all.filter(({ isInForce }) => !isInForce);
  const others = otherExtensions(policies.seen, deployment.extensionId);
  return [
    missing.length === 0
      ? well(name, `All ${all.length} browser policies of ${name} are in force.`)
      : openWays(browser, missing, all.length),
    ...others.map((id) =>
      open(
        name,
        `Open: the extension ${id} is allowed, and what it sends to AI services is not seen.`,
        "Take it out of ExtensionSettings unless it is known to call none.",
      ),
    ),
  ];
}

/** One line for all of them: which ways around the extension are open. Why is told by the command that prints them. */
function openWays({ kind, name }: BrowserFacts, missing: readonly PolicyStanding[], of: number): Finding {
  const ways = missing.map(({ policy }) => policy.closes).join(", ");
  return {
    ...open(
      name,
      `${missing.length} of ${of} browser policies of ${name} are not in force. Open are therefore: ${ways}.`,
      `See each with why: lanyard browser policy --browser ${kind}. Write them: lanyard deploy ${kind}`,
    ),
    policies: missing.map(({ policy, found }) => ({ ...policy, found: found ?? null })),
  };
}

/** The extension that policies should install is the one that may call the agent. */
function extensionOf({ hosts }: BrowserFacts): string | null {
  const registrations: HostRegistration[] = hosts.flatMap((look) => ("seen" in look ? [look.seen] : []));
  return registrations.flatMap(({ ids }) => ids)[0] ?? null;
}
