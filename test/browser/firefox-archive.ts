import { readdir, readFile, writeFile } from "node:fs/promises";
import { join, relative, sep } from "node:path";
import { crc32 } from "node:zlib";

/** Writes a built extension as an XPI: a zip with the manifest at its root, nothing compressed. */
export async function writeXpi(dir: string, out: string): Promise<void> {
  const entries = await readdir(dir, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)).split(sep).join("/"));
  const locals: Buffer[] = [];
  const centrals: Buffer[] = [];
  let at = 0;
  for (const name of files.toSorted()) {
    const content = await readFile(join(dir, name));
    const fields = fieldsOf(name, content);
    const local = Buffer.concat([signature(0x04034b50), fields, Buffer.from(name), content]);
    locals.push(local);
    centrals.push(central(name, fields, at));
    at += local.length;
  }
  await writeFile(out, Buffer.concat([...locals, ...centrals, end(centrals, at)]));
}

/** What the local and the central header of a stored file have in common; the date is the first that zip knows. */
function fieldsOf(name: string, content: Buffer): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE(0x0800, 2); // names are UTF-8
  fields.writeUInt16LE(0x21, 8);
  fields.writeUInt32LE(crc32(content), 10);
  fields.writeUInt32LE(content.length, 14);
  fields.writeUInt32LE(content.length, 18);
  fields.writeUInt16LE(Buffer.byteLength(name), 22);
  return fields;
}

function central(name: string, fields: Buffer, at: number): Buffer {
  const madeBy = Buffer.from([20, 0]);
  const rest = Buffer.alloc(14);
  rest.writeUInt32LE(at, 10);
  return Buffer.concat([signature(0x02014b50), madeBy, fields, rest, Buffer.from(name)]);
}

function end(centrals: readonly Buffer[], at: number): Buffer {
  const record = Buffer.alloc(18);
  record.writeUInt16LE(centrals.length, 4);
  record.writeUInt16LE(centrals.length, 6);
  record.writeUInt32LE(
    centrals.reduce((size, one) => size + one.length, 0),
    8,
  );
  record.writeUInt32LE(at, 12);
  return Buffer.concat([signature(0x06054b50), record]);
}

function signature(value: number): Buffer {
  const four = Buffer.alloc(4);
  four.writeUInt32LE(value);
  return four;
}
