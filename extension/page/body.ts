import { MOST_BODY } from "../../shared/wire/page-names.ts";
import {
  bare,
  blobBytes,
  blobSize,
  blobType,
  bytesOver,
  defineProperty,
  fileName,
  free,
  getter,
  is,
  isObject,
  lengthOf,
  settle,
} from "./primordials.ts";

/** A file as the page names it. */
interface FileFacts {
  readonly name: string;
  readonly type: string;
  readonly size: number;
}

/** A body that was read so that it can be bound to its call. */
export interface ReadBody {
  /** Null: larger than `MOST_BODY`, or unreadable. */
  readonly bytes: Uint8Array<ArrayBuffer> | null;
  readonly size: number | null;
  readonly contentType: string | null;
  readonly files: FileFacts[];
  /** What goes out in its place, made anew for each try: the same content in the same form. */
  readonly send: () => BodyInit;
}

export const OwnRequest = Request;
const requestBytes = free(Request.prototype.arrayBuffer);
export const requestHeaders = getter(Request.prototype, "headers");
const header = free(Headers.prototype.get);
const eachEntry = free(FormData.prototype.forEach);
const formHas = free(FormData.prototype.has);
const OwnStream = ReadableStream;
const OwnResponse = Response;
const OwnTypeError = TypeError;
const replyBody = getter(Response.prototype, "body");
const locked = getter(ReadableStream.prototype, "locked");

/** Whether the network layer sees no body, or not all of it, where a page gives this one (see platform notes, section 4). */
export function isHidden(body: unknown, method: string): boolean {
  if (body === undefined || body === null) return false;
  if (method === "PATCH") return true;
  if (!isObject(body)) return false;
  return isBlob(body) || isStream(body) || (isForm(body) && factsOfForm(body).length > 0);
}

/** Gets null where a body cannot be read: then it goes as it is. */
type Done = (read: ReadBody | null) => void;
export type ReadsBody = (done: Done) => void;

/** Takes a body as it is at this moment, to be read when it is wanted. */
export function takeBody(body: BodyInit): ReadsBody {
  return bodyReader(carrying(body), body);
}

/** Reads the body of a request that was made of this body; null where nobody knows of what. Reading uses it up. */
export function bodyReader(request: Request, body: BodyInit | null): ReadsBody {
  const contentType = header(requestHeaders(request), "content-type");
  if (isStream(body)) return (done) => readRequest(request, { contentType, files: [], form: asStream }, done);
  if (isBlob(body)) return (done) => readBlob(body, contentType, done);
  const files = isForm(body) ? factsOfForm(body) : [];
  const size = sizeOf(files);
  if (body !== null && size > MOST_BODY) {
    return (done) => done({ bytes: null, size, contentType: null, files, send: () => body });
  }
  return (done) => readRequest(request, { contentType, files, form: asItIs }, done);
}

/** What the browser says of this body where the page says nothing. */
export function typeOfBody(body: BodyInit): string | null {
  return header(requestHeaders(carrying(body)), "content-type");
}

/** A request that has the body for reading only; making it takes the body as it is now. */
function carrying(body: BodyInit): Request {
  const init: RequestInit & { duplex: "half" } = { method: "POST", body, duplex: "half" };
  return new OwnRequest("data:,", bare(init));
}

/** How bytes that were read go out. */
type Form = (bytes: Uint8Array<ArrayBuffer>) => BodyInit;

const asItIs: Form = (bytes) => bytes;
const asStream: Form = (bytes) => replyBody(new OwnResponse(bytes)) as ReadableStream;

interface Reading {
  readonly contentType: string | null;
  readonly files: FileFacts[];
  readonly form: Form;
}

function readRequest(request: Request, { contentType, files, form }: Reading, done: Done): void {
  settle(
    requestBytes(request),
    (buffer) => {
      const bytes = bytesOver(buffer);
      const size = lengthOf(bytes);
      const send = (): BodyInit => form(bytes);
      done({ bytes: size > MOST_BODY ? null : bytes, size, contentType, files, send });
    },
    () => done({ bytes: null, size: null, contentType, files, send: broken }),
  );
}

/** A body that fails as the page's own did. */
function broken(): BodyInit {
  return new OwnStream(bare({ pull: fail }));
}

function fail(): never {
  throw new OwnTypeError();
}

function readBlob(blob: Blob, contentType: string | null, done: Done): void {
  const size = blobSize(blob);
  const files: FileFacts[] = [];
  if (is<File>(blob, fileName)) append(files, factsOf(blob));
  if (size > MOST_BODY) {
    done({ bytes: null, size, contentType, files, send: () => blob });
    return;
  }
  settle(
    blobBytes(blob),
    (buffer) => done({ bytes: bytesOver(buffer), size, contentType, files, send: () => blob }),
    () => done(null),
  );
}

function sizeOf(files: readonly FileFacts[]): number {
  let size = 0;
  for (let index = 0; index < files.length; index += 1) size += files[index]?.size ?? 0;
  return size;
}

/** Bytes of the Blob or of the files of a form that a page gives. */
export function sizeOfBody(body: BodyInit): number {
  if (isBlob(body)) return blobSize(body);
  return isForm(body) ? sizeOf(factsOfForm(body)) : 0;
}

function factsOfForm(form: FormData): FileFacts[] {
  const files: FileFacts[] = [];
  eachEntry(form, (value) => {
    if (is<File>(value, fileName)) append(files, factsOf(value));
  });
  return files;
}

function factsOf(file: File): FileFacts {
  return { name: fileName(file), type: blobType(file), size: blobSize(file) };
}

/** Adds to a list without a setter of the page's being called. */
export function append<T>(list: T[], value: T): void {
  const field = { value, writable: true, enumerable: true, configurable: true };
  defineProperty(list, list.length, bare(field));
}

/** Whether a body comes piece by piece from the page's own code. */
export function isStream(value: unknown): value is ReadableStream {
  return is<ReadableStream>(value, locked);
}

export function isBlob(value: unknown): value is Blob {
  return is<Blob>(value, blobSize);
}

/** Whether the browser writes the body, under a boundary that it makes up each time. */
export function isForm(value: unknown): value is FormData {
  return is<FormData>(value, (form) => formHas(form, ""));
}
