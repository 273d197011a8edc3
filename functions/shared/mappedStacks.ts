// Imported first by the bundles of a team's own functions: their stack traces show the lines of the source.
import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";

/**
 * The bundle's source map, read with the first stack trace that needs it: with Node.js's own support for
 * source maps, each cold start would read it.
 */
let map: SourceMap | null | undefined;

function readMap(): SourceMap | null {
  try {
    const payload = JSON.parse(readFileSync(`${__filename}.map`, "utf8")) as SourceMapPayload;
    return new SourceMap(payload);
  } catch {
    return null; // Stack traces show the bundle's lines.
  }
}

/** A line of a stack trace, with its place in the source. */
function lineOf(site: NodeJS.CallSite): string {
  const text = String(site);
  const [line, column] = [site.getLineNumber(), site.getColumnNumber()];
  if (site.getFileName() !== __filename || line === null || column === null) return text;
  const found = (map ??= readMap())?.findEntry(line - 1, column - 1);
  if (!found || !("originalSource" in found)) return text;
  const { originalSource, originalLine, originalColumn } = found;
  const place = `${originalSource}:${originalLine + 1}:${originalColumn + 1}`;
  return text.replace(`${__filename}:${line}:${column}`, place);
}

/** As Node.js does it, so that an object that can't be converted has a stack, too. */
const headOf = (error: Error): string => Error.prototype.toString.call(error);

Error.prepareStackTrace = (error, sites) =>
  [headOf(error), ...sites.map((site) => `    at ${lineOf(site)}`)].join("\n");
