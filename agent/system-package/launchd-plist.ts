import type { Service } from "./service.ts";

/** Text of a launch agent, for /Library/LaunchAgents: macOS starts it for each person who signs in. */
export function launchdPlist({ label, description, command, config, restartAfter }: Service): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<!-- ${description}. ${NOT_RUN} -->
<plist version="1.0">
  <dict>
    <key>Label</key>
    <string>${label}</string>
    <key>ProgramArguments</key>
    <array>
${command.map((word) => `      <string>${word}</string>`).join("\n")}
    </array>
    <key>RunAtLoad</key>
    <true/>
    <key>KeepAlive</key>
    <dict>
      <key>PathState</key>
      <dict>
        <key>${config}</key>
        <true/>
      </dict>
    </dict>
    <key>ThrottleInterval</key>
    <integer>${restartAfter}</integer>
    <key>Umask</key>
    <integer>63</integer>
    <key>ProcessType</key>
    <string>Interactive</string>
  </dict>
</plist>
`;
}

/** What generated files for systems that are not here say of themselves. */
export const NOT_RUN = "Made from the same source as the unit for Linux; it was not run on its own system.";
