import { readXml } from "./read-xml.ts";

/** Keys and values of a registry below the browser's own key. */
export interface RegistryTree {
  [name: string]: number | string | RegistryTree;
}

/** What regedit would make of a `.reg` file; throws at lines that it would refuse. */
export function readReg(source: string): RegistryTree {
  const [head, ...lines] = source.split("\r\n");
  if (head !== "Windows Registry Editor Version 5.00") throw new Error(`No .reg file: ${head}`);
  const tree: RegistryTree = {};
  let key = "";
  for (const line of lines.filter((one) => one !== "" && !one.startsWith(";"))) {
    const section = /^\[HKEY_LOCAL_MACHINE\\(.+)\]$/.exec(line)?.[1];
    if (section !== undefined) key = section;
    else {
      const [, name, number, text] =
        /^"((?:[^"\\]|\\.)*)"=(?:dword:([0-9a-f]{8})|"((?:[^"\\]|\\.)*)")$/.exec(line) ?? [];
      if (name === undefined || key === "") throw new Error(`No value: ${line}`);
      put(
        tree,
        key,
        unescaped(name),
        number === undefined ? unescaped(text ?? "") : Number.parseInt(number, 16),
      );
    }
  }
  return tree;
}

function unescaped(text: string): string {
  return text.replaceAll(/\\(.)/g, "$1");
}

/** What LGPO.exe would make of its text. */
export function readGpo(source: string): RegistryTree {
  const tree: RegistryTree = {};
  const lines = source.split("\r\n").filter((line) => line !== "" && !line.startsWith(";"));
  for (let at = 0; at < lines.length; at += 4) {
    const [scope, key = "", name = "", data = ""] = lines.slice(at, at + 4);
    if (scope !== "Computer") throw new Error(`No entry of a computer: ${scope}`);
    const [, type, value = ""] = /^(DWORD|SZ):(.*)$/.exec(data) ?? [];
    if (type === undefined) throw new Error(`No data: ${data}`);
    put(tree, key, name, type === "DWORD" ? Number(value) : value);
  }
  return tree;
}

const ROOT = /^SOFTWARE\\Policies\\(?:Google\\Chrome|Microsoft\\Edge|Chromium|Mozilla\\Firefox)(?:\\|$)/;

function put(tree: RegistryTree, key: string, name: string, data: number | string): void {
  if (!ROOT.test(key)) throw new Error(`No key of a browser: ${key}`);
  let within = tree;
  for (const part of key
    .replace(ROOT, "")
    .split("\\")
    .filter((one) => one !== "")) {
    const below = (within[part] ??= {});
    if (typeof below !== "object") throw new Error(`${part} is a value already.`);
    within = below;
  }
  if (Object.hasOwn(within, name)) throw new Error(`${key}\\${name} is said twice.`);
  within[name] = data;
}

/** A row of Intune's table: what the policy is set to; a field's text, where it has one. */
export interface IntuneRow {
  readonly policy: string;
  readonly uri: string;
  readonly value: boolean | string;
}

/** The rows of a CSV file of custom settings. */
export function readIntune(source: string): readonly IntuneRow[] {
  const [head, ...rows] = source.split("\r\n").filter((line) => line !== "");
  if (head !== "Name,Description,OMA-URI,Data type,Value") throw new Error(`No table: ${head}`);
  return rows.map((row) => {
    const cells = [...row.matchAll(/(?:^|,)"((?:[^"]|"")*)"/g)].map(([, cell = ""]) =>
      cell.replaceAll('""', '"'),
    );
    const [policy = "", , uri = "", type, value = ""] = cells;
    if (cells.length !== 5 || type !== "String") throw new Error(`No row: ${row}`);
    const [state, data] = readXml(value);
    if (data !== undefined) return { policy, uri, value: data.attributes["value"] ?? "" };
    return { policy, uri, value: state?.name === "enabled" };
  });
}
