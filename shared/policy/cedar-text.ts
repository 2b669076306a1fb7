/** One Cedar policy before it is written down. */
export interface CedarPolicy {
  /** Written `@key("value")`; values are any text. */
  readonly annotations: Readonly<Record<string, string>>;
  readonly effect: "permit" | "forbid";
  /** What the scope says of action and resource: `action in Action::"call"`. */
  readonly action: string;
  readonly resource: string;
  /** Each must hold: `when { … }`. */
  readonly when: readonly string[];
  /** None may hold whole: `unless { … }`, after a comment that says what it is. */
  readonly unless: readonly { readonly what: string; readonly conditions: readonly string[] }[];
}

/** A Cedar policy as text. */
export function written({ annotations, effect, action, resource, when, unless }: CedarPolicy): string {
  const lines = [
    ...Object.entries(annotations).map(([key, value]) => `@${key}(${quoted(value)})`),
    `${effect} (principal, ${action}, ${resource})`,
    ...when.map((condition) => `when { ${condition} }`),
    ...unless.flatMap(({ what, conditions }) => [comment(what), `unless {\n  ${all(conditions)}\n}`]),
  ];
  return `${lines.join("\n")};\n`;
}

/** A comment of one line, whatever the text holds: nothing a policy says may end it early. */
export function comment(text: string): string {
  return `// ${text.toWellFormed().replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]/gu, " ")}`;
}

/** A string literal; Cedar's escapes are not those of JSON. */
export function quoted(text: string): string {
  return `"${escaped(text)}"`;
}

/** An entity by its type and id. */
export function entity(type: "Person" | "Group" | "Model" | "Action", id: string): string {
  return `${type}::${quoted(id)}`;
}

/** Entities or strings in brackets. */
export function list(items: readonly string[]): string {
  return `[${items.join(", ")}]`;
}

/** Conditions of which one is enough; none of none. */
export function any(conditions: readonly string[]): string {
  return conditions.length === 0 ? "false" : conditions.join(" || ");
}

/** The same where it is part of something longer. */
export function grouped(conditions: readonly string[]): string {
  return conditions.length > 1 ? `(${any(conditions)})` : any(conditions);
}

/** A condition that `any` gave, made part of something longer. */
export function bracketed(condition: string): string {
  return condition.includes(" || ") ? `(${condition})` : condition;
}

/** `resource == Model::"a"`, `… in [Model::"a", Model::"b"]`; false for none. */
export function isOneOf(of: string, entities: readonly string[]): string {
  const [only] = entities;
  return entities.length === 1 && only !== undefined ? `${of} == ${only}` : isIn(of, entities);
}

/** `principal in Group::"a"`, `… in [Group::"a", Group::"b"]`; false for none. */
export function isIn(of: string, entities: readonly string[]): string {
  const [only] = entities;
  if (only === undefined) return "false";
  return `${of} in ${entities.length === 1 ? only : list(entities)}`;
}

function all(conditions: readonly string[]): string {
  return conditions.length === 0 ? "true" : conditions.join("\n  && ");
}

/** Half a surrogate pair is no character to Cedar: it becomes the replacement character. */
function escaped(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/["\\\p{Cc}]/gu, (char) =>
      char === '"' || char === "\\" ? `\\${char}` : `\\u{${char.charCodeAt(0).toString(16)}}`,
    );
}
