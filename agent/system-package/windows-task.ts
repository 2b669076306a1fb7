import { NOT_RUN } from "./launchd-plist.ts";
import type { Service } from "./service.ts";

/**
 * Text of a task for `schtasks /create /tn Lanyard /xml FILE`. It starts as each person who signs in, with no more rights
 * than theirs. A Windows service would run as one account for all, and the agent is one process a person.
 */
export function windowsTask({ description, command, restartAfter }: Service): string {
  const [program, ...words] = command;
  const typed = words.map((word) => (word.includes(" ") ? `"${word}"` : word)).join(" ");
  return `<?xml version="1.0" encoding="UTF-8"?>
<!-- ${NOT_RUN} -->
<Task version="1.4" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo>
    <Description>${description}</Description>
  </RegistrationInfo>
  <Triggers>
    <LogonTrigger/>
  </Triggers>
  <Principals>
    <Principal id="Everybody">
      <GroupId>S-1-5-32-545</GroupId>
      <RunLevel>LeastPrivilege</RunLevel>
    </Principal>
  </Principals>
  <Settings>
    <MultipleInstancesPolicy>Parallel</MultipleInstancesPolicy>
    <DisallowStartIfOnBatteries>false</DisallowStartIfOnBatteries>
    <StopIfGoingOnBatteries>false</StopIfGoingOnBatteries>
    <ExecutionTimeLimit>PT0S</ExecutionTimeLimit>
    <RestartOnFailure>
      <Interval>PT${Math.max(60, restartAfter)}S</Interval>
      <Count>999</Count>
    </RestartOnFailure>
  </Settings>
  <Actions Context="Everybody">
    <Exec>
      <Command>${program}</Command>
      <Arguments>${typed.replaceAll('"', "&quot;")}</Arguments>
    </Exec>
  </Actions>
</Task>
`;
}
