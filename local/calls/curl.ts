import { masked } from "../masking/names.ts";
import type { CallRecord } from "./record.ts";
import type { RecordedCall } from "./recorded.ts";

/** Headers that curl sends itself, and those of the connection. */
const left = new Set([
  "host",
  "content-length",
  "connection",
  "transfer-encoding",
  "accept-encoding",
  "expect",
  "x-forwarded-for",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

/**
 * A call as a command of curl. Masked credentials become a command that gets new ones, or a placeholder.
 *
 * @param record - the same call with its secrets masked
 * @param url - of the edge, or of the gateway for a call that came there
 * @param claims - of the token that the gateway accepted
 */
export function curlOf(
  record: Pick<CallRecord, "method" | "target" | "request">,
  url: string,
  claims: Claims = {},
): string {
  const { method, target, request } = record;
  const parts = ["curl", "-i", ...(method === "GET" ? [] : ["-X", method])];
  // Otherwise curl sends several calls for [1-3] and {a,b}, and leaves out dot segments.
  if (/[[\]{}]/.test(target)) parts.push("-g");
  if (/\/\.{1,2}(?:[/?]|$)/.test(target)) parts.push("--path-as-is");
  parts.push(quoted(`${url}${target}`));
  for (const [name, value] of request.headers) {
    if (!left.has(name.toLowerCase())) parts.push("-H", header(name, value, claims));
  }
  if (request.body !== null && !request.truncated) parts.push("--data-raw", quoted(request.body));
  else if (request.bytes > 0) parts.push("--data-binary", "@<file>");
  return parts.join(" ");
}

type Claims = Readonly<Record<string, unknown>>;

function header(name: string, value: string, claims: Claims): string {
  if (name.toLowerCase() === "authorization" && value.includes(masked)) {
    const scheme = /^(\w+) /.exec(value)?.[1];
    // In double quotes, so that the shell runs the command.
    return `"${name}: ${scheme === "Bearer" ? "Bearer " : ""}$(${tokenCommand(claims)})"`;
  }
  return quoted(`${name}: ${value.replaceAll(masked, "<secret>")}`);
}

/** Prints a token like the one that was accepted: of the same user, and as an ID or access token. */
function tokenCommand({ token_use: use, scope, ...claims }: Claims): string {
  const user = claims["cognito:username"] ?? claims["username"];
  const scopes = typeof scope === "string" ? scope.replaceAll(" ", ",") : undefined;
  const options = [
    ...(isWord(user) ? ["--user", user] : []),
    ...(use === "access" ? ["--access"] : []),
    ...(use === "access" && isWord(scopes) ? ["--scope", scopes] : []),
  ];
  return ["npm run -s token", ...(options.length > 0 ? ["--", ...options] : [])].join(" ");
}

/** Whether the shell takes a value as it is, and a command not for an option. */
const isWord = (value: unknown): value is string =>
  typeof value === "string" && /^[\w@][\w.@+:/,-]*$/.test(value);

/** For a POSIX shell. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The addresses of the platform that calls are sent to. */
export interface CallAddresses {
  readonly edge: string;
  /** The URL of a stage, with the stage. */
  gateway(region: string, restApi: string, stage: string): string | undefined;
}

/** The server that a call was sent to, to which its target is appended: the edge's, or the gateway's with the stage. */
export function addressOf(
  { edge, region = "", exchange }: RecordedCall,
  urls: CallAddresses,
): string {
  if (edge !== undefined || exchange === undefined) return urls.edge;
  const { id, stage } = exchange.served.model;
  return urls.gateway(region, id, stage.name) ?? urls.edge;
}
