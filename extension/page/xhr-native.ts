import { free, getter } from "./primordials.ts";

const prototype = XMLHttpRequest.prototype;

export const stateOf = getter(prototype, "readyState");
export const statusOf = getter(prototype, "status");
export const typeOf = getter(prototype, "responseType");
export const textOf = getter(prototype, "responseText");
export const responseOf = getter(prototype, "response") as (xhr: XMLHttpRequest) => unknown;
export const openXhr = free(prototype.open) as (xhr: XMLHttpRequest, ...rest: unknown[]) => void;
export const sendXhr = free(prototype.send) as (xhr: XMLHttpRequest, body: unknown) => void;
export const abortXhr = free(prototype.abort);
export const setHeader = free(prototype.setRequestHeader);
export const allHeaders = free(prototype.getAllResponseHeaders);

export const OPENED = 1;
export const HEADERS = 2;
export const LOADING = 3;
export const DONE = 4;
