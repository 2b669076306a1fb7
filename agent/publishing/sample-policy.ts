/** The policy that a new desk begins with: small, whole, and tested, to be written over. By paths in the desk. */
export function samplePolicy(organization: string): Readonly<Record<string, string>> {
  return {
    "policy/company.yaml": COMPANY.replace("ORGANIZATION", JSON.stringify(organization)),
    "policy/models.yaml": MODELS,
    "policy/everyday.yaml": EVERYDAY,
    "policy/tests/everyday.yaml": TESTS,
    "people.yaml": PEOPLE,
  };
}

const COMPANY = `# Who we are, and what happens where no rule speaks.
lanyard: 1
organization: ORGANIZATION
levels: [open, standard, restricted, controlled]

# Nothing is open unless a rule opens it; a call that does not name its model could be using any.
default: forbid
unidentified: forbid
uninspectable: forbid

# While the agent of a machine is gone, models of daily work stay open.
agent_away: { open_up_to: standard }

# A machine that has not heard from us for a day is warned; after three days only the ordinary is left.
stale:
  - { after: 24h, require: [warn] }
  - { after: 3d, open_up_to: standard }
  - { after: 14d, open_up_to: none }
`;

const MODELS = `# How carefully each model is handled. Entries add up: the highest level counts.
names:
  anthropic/claude-opus-4-8: Claude Opus 4.8
  openai/gpt-5.5: GPT-5.5
  anthropic/mythos-5: Mythos 5

classify:
  - models: ["openai/*", "anthropic/*", "google/*"]
    level: standard
  - models: [anthropic/mythos-5]
    level: controlled
`;

const EVERYDAY = `# Who may use what on an ordinary day.
action_groups:
  working: [chat, completion, file_upload]

rules:
  - id: staff-work
    permit: [working]
    models: ["anthropic/claude-*", "openai/gpt-*"]
    who: { groups: [staff] }

  # Vendors want to know why; so do we.
  - id: research-controlled
    permit: [chat]
    models: [anthropic/mythos-5]
    who: { groups: [research] }
    require: [justify]
    because: Say what you use this model for.

guardrails:
  # What we have no contract for.
  - id: no-contract
    forbid: all
    models: ["deepseek/*"]
    because: We have no contract with this provider that covers what you send.
    instead: [anthropic/claude-opus-4-8, openai/gpt-5.5]
`;

const TESTS = `# What this policy promises: lanyard policy test policy
people: ../../people.yaml
at: 2026-07-01T12:00:00Z
cases:
  - case: staff may chat with Claude
    person: ada@example.com
    request: { model: anthropic/claude-opus-4-8 }
    expect: { effect: permit, rules: [staff-work] }
  - case: a controlled model is above the level of staff
    person: ada@example.com
    request: { model: anthropic/mythos-5 }
    expect: { effect: deny, ground: classification }
  - case: research gives a reason for it
    person: grace@example.com
    request: { model: anthropic/mythos-5 }
    expect: { effect: permit, obligations: [justify] }
  - case: a provider without a contract is closed, and something else is named
    person: ada@example.com
    request: { model: deepseek/deepseek-v4-pro }
    expect: { effect: deny, instead: [openai/gpt-5.5] }
`;

const PEOPLE = `# The people of the organization, as far as publishing needs them: for tests, and to see whom a change is about.
people:
  - { id: ada@example.com, name: Ada, groups: [staff], level: standard }
  - { id: grace@example.com, name: Grace, groups: [staff, research], level: controlled }
`;
