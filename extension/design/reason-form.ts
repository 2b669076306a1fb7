import { words } from "./words.ts";
import type { Question } from "../../shared/wire/question.ts";
import { element } from "./element.ts";

/** Reason and purpose as the person gave them. */
export interface Given {
  readonly reason: string | null;
  readonly purpose: string | null;
}

/** The fields of a question. */
export interface ReasonForm {
  readonly parts: readonly HTMLElement[];
  /** What was given; null where something is missing, which is then said beside the field. */
  readonly read: () => Given | null;
}

const NOTHING: ReasonForm = { parts: [], read: () => ({ reason: null, purpose: null }) };
/** Stands for "in my own words" among the reasons. */
const OWN = "own";
/** A reason of fewer characters says nothing. */
const SHORTEST = 4;

/** The fields for purpose and reason, where a reason is asked. */
export function reasonForm({ steps, purposes, declared, reasons, freeText }: Question): ReasonForm {
  if (!steps.includes("justify")) return NOTHING;
  const purpose = choices("purpose", words("purposeLabel"), purposes, words("purposeMissing"), declared);
  const listed = reasons.map((reason, index) => ({ id: String(index), name: reason }));
  const own = freeText ? [{ id: OWN, name: words("reasonOwn") }] : [];
  const listedReasons = choices("reason", words("reasonLabel"), [...listed, ...own], words("reasonChoose"));
  const field = ownReason(reasons.length > 0);
  listedReasons.part.addEventListener("change", () => {
    field.part.hidden = listedReasons.chosen() !== OWN;
  });
  const isListed = reasons.length > 0;
  const parts = [
    ...(purposes.length > 0 ? [purpose.part] : []),
    ...(isListed ? [listedReasons.part] : []),
    ...(freeText ? [field.part] : []),
  ];
  const reason = (): string | null => {
    const chosen = isListed ? listedReasons.required() : OWN;
    return chosen === OWN ? field.read() : (reasons[Number(chosen ?? "none")] ?? null);
  };
  const read = (): Given | null => {
    const given = { purpose: purposes.length > 0 ? purpose.required() : null, reason: reason() };
    return given.reason === null || (purposes.length > 0 && given.purpose === null) ? null : given;
  };
  return { parts, read };
}

interface Choices {
  readonly part: HTMLElement;
  readonly chosen: () => string | null;
  /** The same; where nothing is chosen, it is said what to do. */
  readonly required: () => string | null;
}

function choices(
  name: string,
  legend: string,
  options: readonly { readonly id: string; readonly name: string }[],
  missing: string,
  chosenBefore: string | null = null,
): Choices {
  const error = element("p", { class: "error", id: `${name}-error` });
  const inputs = options.map(({ id }) =>
    element("input", {
      type: "radio",
      name,
      value: id,
      ...(id === chosenBefore && { checked: "" }),
    }),
  );
  const labels = inputs.map((input, index) =>
    element("label", { class: "choice" }, input, element("span", {}, options[index]?.name ?? "")),
  );
  const list = element("div", { class: "choices" }, ...labels);
  const part = element(
    "fieldset",
    { "aria-describedby": error.id },
    element("legend", {}, legend),
    list,
    error,
  );
  const chosen = (): string | null => inputs.find(({ checked }) => checked)?.value ?? null;
  const required = (): string | null => {
    const now = chosen();
    error.textContent = now === null ? missing : "";
    if (now === null) inputs[0]?.focus();
    return now;
  };
  return { part, chosen, required };
}

function ownReason(isHidden: boolean): { readonly part: HTMLElement; readonly read: () => string | null } {
  const error = element("p", { class: "error", id: "own-error" });
  const area = element("textarea", {
    id: "own",
    "aria-describedby": error.id,
    maxlength: "2000",
    dir: "auto",
  });
  const part = element(
    "div",
    { class: "field" },
    element("label", { for: "own" }, isHidden ? words("reasonOwn") : words("reasonLabel")),
    area,
    error,
  );
  part.hidden = isHidden;
  const read = (): string | null => {
    const text = area.value.trim();
    const isEnough = text.length >= SHORTEST;
    error.textContent = isEnough ? "" : words("reasonMissing");
    area.setAttribute("aria-invalid", String(!isEnough));
    if (!isEnough) area.focus();
    return isEnough ? text : null;
  };
  return { part, read };
}
