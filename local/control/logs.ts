import type { LogLine } from "../apiTypes/logs.ts";
import { type KnownCalls, readQuery } from "../inspect/logs/filter.ts";
import { followLogs } from "../inspect/logs/follow.ts";
import { searchLogs } from "../inspect/logs/search.ts";
import { logSources } from "../inspect/logs/sources.ts";
import type { Masking } from "../masking/masking.ts";
import type { ControlRequest } from "./controlRequest.ts";
import { unknownName } from "./controlError.ts";
import type { Endpoint } from "./endpoint.ts";

interface LogsOptions {
  /** Folder with the logs of this start. */
  readonly folder: string;
  /** Whose lines `checks=hidden` leaves out. */
  readonly calls: KnownCalls;
  /** Of the regions that run now. */
  readonly maskings: () => readonly Masking[];
}

const filters = ["source", "text", "level", "id", "since", "until", "checks"];

/**
 * The logs of this start:
 * - `GET logs`: `{ sources: [{ name, bytes, changed }] }`
 * - `GET logs/lines?source=&text=&level=&id=&since=&until=&checks=&limit=&before=`: `{ lines, next?, isPartial }`, the
 *   oldest line first. `source` may be repeated; without it, all logs are searched. `level` is the least one, `id` a
 *   request's or correlation's, `before` is `next` of an earlier response. `checks=hidden` leaves out the lines of
 *   health checks that passed. `isPartial`: there may be more.
 * - `GET logs/follow` with the same filters: server-sent events `{ lines, skipped }`
 */
export const logEndpoints = ({ folder, calls, maskings }: LogsOptions): Endpoint[] => [
  {
    method: "GET",
    path: "logs",
    handle: async () => ({ sources: await logSources(folder) }),
  },
  {
    method: "GET",
    path: "logs/lines",
    query: [...filters, "limit", "before"],
    handle: async (request) => {
      const found = await searchLogs({
        folder,
        sources: await chosen(folder, request),
        query: readQuery(request.query, calls),
        limit: request.integer("limit", { min: 1, max: 1_000, fallback: 200 }),
        before: request.query.get("before"),
      });
      const clean = cleaner(maskings());
      return { ...found, lines: found.lines.map(clean) };
    },
  },
  {
    method: "GET",
    path: "logs/follow",
    query: filters,
    handle: async (request) => {
      const given = request.query.getAll("source");
      await chosen(folder, request);
      return followLogs({
        folder,
        includes: (source) => given.length === 0 || given.includes(source),
        query: readQuery(request.query, calls),
        clean: (line) => cleaner(maskings())(line),
      });
    },
  },
];

/** @throws ControlError 404 */
async function chosen(folder: string, { query }: ControlRequest): Promise<string[]> {
  const known = (await logSources(folder)).map(({ name }) => name);
  const given = query.getAll("source");
  for (const name of given) {
    if (!known.includes(name)) throw unknownName("log", name, known);
  }
  return given.length > 0 ? given : known;
}

/** Removes the secrets that the regions know. */
const cleaner =
  (maskings: readonly Masking[]) =>
  (line: LogLine): LogLine => ({
    ...line,
    message: maskings.reduce((text, masking) => masking.text(text), line.message),
    ...(line.fields && {
      fields: maskings.reduce(
        (fields, masking) => masking.value(fields) as typeof fields,
        line.fields,
      ),
    }),
  });
