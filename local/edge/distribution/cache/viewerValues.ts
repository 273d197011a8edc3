import { selects, type Selection } from "../model.ts";

/** The parameters of a query string that a selection has, as sent and in their order. */
export function selectedQuery(query: string, selection: Selection): string {
  if (query === "" || selection.behavior === "none") return "";
  if (selection.behavior === "all") return query;
  const kept = query.split("&").filter((pair) => selects(selection, parameterName(pair)));
  return kept.join("&");
}

function parameterName(pair: string): string {
  const name = pair.split("=", 1)[0]!;
  try {
    return decodeURIComponent(name);
  } catch {
    return name;
  }
}

/** The cookies that a selection has, as sent and in their order. */
export function selectedCookies(header: string | undefined, selection: Selection): string {
  if (header === undefined || selection.behavior === "none") return "";
  if (selection.behavior === "all") return header;
  const kept = header
    .split(";")
    .map((cookie) => cookie.trim())
    .filter((cookie) => selects(selection, cookie.split("=", 1)[0]!));
  return kept.join("; ");
}

/** The encodings that CloudFront knows, in the order in which it prefers them. */
export type Encoding = "br" | "gzip";

/**
 * The normalized `Accept-Encoding`: the encodings that both the viewer and the cache policy accept. (CloudFront
 * Developer Guide, "Understand cache policies", Compression support)
 *
 * @param header - the viewer's header
 */
export function acceptedEncodings(
  header: string | undefined,
  policy: { readonly gzip: boolean; readonly brotli: boolean },
): Encoding[] {
  if (header === undefined) return [];
  const accepted = new Set<string>();
  for (const part of header.toLowerCase().split(",")) {
    const [encoding = "", ...parameters] = part.split(";").map((text) => text.trim());
    if (!parameters.some((parameter) => /^q=0(\.0*)?$/.test(parameter))) accepted.add(encoding);
  }
  const encodings: Encoding[] = [];
  if (policy.brotli && accepted.has("br")) encodings.push("br");
  if (policy.gzip && accepted.has("gzip")) encodings.push("gzip");
  return encodings;
}
