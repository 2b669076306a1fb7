/** A configuration, people and a policy to begin with, as files below `/etc/lanyard/sample`. */
export const SAMPLES: Readonly<Record<string, string>> = {
  "agent.yaml": `# Sample configuration of the agent. It is not in force: copy this folder's files to /etc/lanyard, and change them.
lanyard: 1
policy: policy                        # folder of the policy's *.yaml
people: people.yaml
accounts:                             # person by the system's user name
  ada: ada@example.com
`,
  "people.yaml": `people:
  - {id: ada@example.com, name: Ada, groups: [engineering], level: standard, us_person: proven}
`,
  "policy/policy.yaml": `# A policy to begin with: engineering may use three makers' models, and nothing else is permitted.
lanyard: 1
organization: Example Corp
levels: [open, standard, restricted, controlled]
unidentified: forbid
classify:
  - models: ["anthropic/*", "google/*", "openai/*"]
    level: standard
rules:
  - id: engineering
    permit: all
    models: ["anthropic/*", "google/*", "openai/*"]
    who: { groups: [engineering] }
`,
};
