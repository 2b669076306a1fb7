import type { Service } from "./service.ts";

/**
 * What the agent does not need is closed: it listens on a socket of its own and on loopback, fetches policy, and writes
 * below the person's home. Left out is what takes a capability away (CapabilityBoundingSet, PrivateDevices and others
 * like it): a person's own manager may not, and the unit would not start. Node's compiler writes what it runs, so memory
 * stays writable and executable. What needs a mount namespace is skipped where the kernel grants the person none.
 */
const HARDENING = [
  "UMask=0077",
  "NoNewPrivileges=yes",
  "ProtectSystem=strict",
  "ReadWritePaths=%h",
  "ProtectControlGroups=yes",
  "ProtectKernelTunables=yes",
  "ProtectHostname=yes",
  "ProtectProc=invisible",
  "LockPersonality=yes",
  "RestrictNamespaces=yes",
  "RestrictRealtime=yes",
  "RestrictSUIDSGID=yes",
  "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
  "SystemCallArchitectures=native",
  "SystemCallFilter=@system-service",
  "SystemCallFilter=~@privileged",
  "SystemCallErrorNumber=EPERM",
] as const;

/** Text of the unit for every person's own systemd. */
export function systemdUnit({ description, command, config, restartAfter }: Service): string {
  return [
    "[Unit]",
    `Description=${description}`,
    "Documentation=man:lanyard(1)",
    `ConditionPathExists=${config}`,
    "ConditionUser=!@system",
    "StartLimitIntervalSec=0",
    "",
    "[Service]",
    "Type=exec",
    `ExecStart=${command.join(" ")}`,
    "Restart=always",
    `RestartSec=${restartAfter}`,
    "RuntimeDirectory=lanyard",
    "RuntimeDirectoryMode=0700",
    ...HARDENING,
    "",
    "[Install]",
    "WantedBy=default.target",
    "",
  ].join("\n");
}
