import type { ViewerRequest } from "../viewer/viewerRequest.ts";
import type { CachedResponse } from "./responseCache.ts";

/** The parts of a response that depend on a viewer's conditions and ranges. */
interface Selected {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: Buffer;
}

const nothing = Buffer.alloc(0);

/** A cached response, or the part of it that a viewer asks for. (RFC 9110, sections 13 and 14) */
export function fromCache(cached: CachedResponse, { headers, method }: ViewerRequest): Selected {
  const { status, body } = cached;
  if (status !== 200) return { status, headers: cached.headers, body };
  if (isNotModified(cached, headers)) {
    return { status: 304, headers: without(cached.headers, ofBody), body: nothing };
  }
  const { range, "if-range": ifRange } = headers;
  if (range === undefined || method !== "GET" || (ifRange && ifRange !== cached.etag)) {
    return { status, headers: cached.headers, body };
  }
  const part = readRange(range, body.length);
  if (part === undefined) return { status, headers: cached.headers, body };
  const others = without(cached.headers, ofLength);
  if (part === "unsatisfiable") {
    return {
      status: 416,
      headers: [...others, "Content-Range", `bytes */${body.length}`],
      body: nothing,
    };
  }
  const [first, last] = part;
  const contentRange = `bytes ${first}-${last}/${body.length}`;
  return {
    status: 206,
    headers: [...others, "Content-Range", contentRange],
    body: body.subarray(first, last + 1),
  };
}

const ofLength = new Set(["content-length", "content-range"]);
const ofBody = new Set(["content-encoding", "content-length", "content-range", "content-type"]);

function isNotModified(
  { etag, lastModified }: CachedResponse,
  headers: ViewerRequest["headers"],
): boolean {
  const expected = headers["if-none-match"];
  if (expected !== undefined) {
    if (etag === undefined) return false;
    return expected.trim() === "*" || expected.split(",").some((tag) => weak(tag) === weak(etag));
  }
  const since = Date.parse(headers["if-modified-since"] ?? "");
  return lastModified !== undefined && Date.parse(lastModified) <= since;
}

const weak = (tag: string): string => tag.trim().replace(/^W\//, "");

/** @returns first and last byte; undefined for what may be ignored, such as several ranges */
function readRange(
  header: string,
  length: number,
): readonly [number, number] | "unsatisfiable" | undefined {
  const [, from, to] = /^bytes=(\d*)-(\d*)$/.exec(header.trim()) ?? [];
  if (from === undefined || to === undefined || from + to === "") return undefined;
  const first = from === "" ? Math.max(0, length - Number(to)) : Number(from);
  const last = from === "" || to === "" ? length - 1 : Math.min(Number(to), length - 1);
  if (from !== "" && to !== "" && Number(from) > Number(to)) return undefined;
  return first < length && first <= last ? [first, last] : "unsatisfiable";
}

function without(headers: readonly string[], names: ReadonlySet<string>): string[] {
  return headers.filter((_, index) => !names.has(headers[index - (index % 2)]!.toLowerCase()));
}
