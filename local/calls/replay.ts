import { Buffer } from "node:buffer";
import { request as httpRequest } from "node:http";
import { request as httpsRequest } from "node:https";
import { ControlError } from "../control/index.ts";
import type { RecordedCall } from "./recorded.ts";
import { principalOf, requestLine } from "./render.ts";
import type { SignInAgain } from "./signInAgain.ts";

/** What a replay needs of the platform. */
export interface ReplayOptions {
  /** Where to send it, without the call's path. */
  readonly url: string;
  /** @throws ControlError if the user can't sign in */
  readonly signIn: SignInAgain;
}

export interface Replayed {
  /** The new call. */
  readonly id: string;
  readonly status: number;
  /** Whether it was signed in anew, because the call's own token has expired. */
  readonly signedIn: boolean;
}

/** Time for a response, in ms. */
const timeoutMs = 60_000;

/** Headers of the first request's connection. */
const ofConnection = new Set([
  "host",
  "connection",
  "content-length",
  "transfer-encoding",
  "keep-alive",
  "expect",
  "x-forwarded-for",
  "x-forwarded-port",
  "x-forwarded-proto",
]);

/**
 * Sends a call again, with what the client sent: the whole request is kept in this process's memory, with its
 * credentials, and nowhere else. If its token has expired, the same user signs in again.
 *
 * @throws ControlError 409 with what is missing; 502 if nothing responds
 */
export async function replay(
  call: RecordedCall,
  { url, signIn }: ReplayOptions,
): Promise<Replayed> {
  const { requestBody, refused } = call;
  if (!requestBody.isWhole) {
    throw new ControlError(
      409,
      `Its body of ${requestBody.length} bytes was not kept whole, so it can't be sent again.`,
    );
  }
  const hasBody = refused !== undefined || call.exchange === undefined;
  const { method, target, headers: sent } = requestLine(call);
  if (hasBody && !["GET", "HEAD", "OPTIONS", "DELETE"].includes(method)) {
    throw new ControlError(
      409,
      "Its body was never read, because no stage took the request. Send it with curl.",
    );
  }
  const headers: string[] = [];
  let signedIn = false;
  for (let index = 0; index + 1 < sent.length; index += 2) {
    const [name, value] = [sent[index]!, sent[index + 1]!];
    if (ofConnection.has(name.toLowerCase())) continue;
    const fresh =
      name.toLowerCase() === "authorization"
        ? await renewed(value, principalOf(call.exchange), signIn)
        : undefined;
    if (fresh !== undefined) signedIn = true;
    headers.push(name, fresh ?? value);
  }
  // The new call is one of its own.
  const own = headers.filter(
    (_, at) => !/^x-(correlation-id|amzn-trace-id)$/i.test(headers[at - (at % 2)]!),
  );
  const body = Buffer.from(requestBody.bytes as string);
  return { ...(await send(`${url}${target}`, method, own, body)), signedIn };
}

/** A new token in place of one that has expired; undefined if it is still valid, or no token. */
async function renewed(
  value: string,
  principal: string | undefined,
  signIn: SignInAgain,
): Promise<string | undefined> {
  const [, scheme = "", token = ""] = /^(Bearer )?(.*)$/is.exec(value) ?? [];
  const claims = claimsIn(token);
  if (claims === undefined || (claims.exp ?? Infinity) * 1000 > Date.now() + 5_000)
    return undefined;
  const { token_use: use, scope = "", aud: clientId = claims.client_id } = claims;
  const username = claims["cognito:username"] ?? claims.username;
  // Anybody can write a token; the gateway has accepted this one.
  if (username === undefined || claims.sub === undefined || claims.sub !== principal) {
    const why =
      "and the gateway did not accept it as a user's. Send the call anew, with a new token";
    throw new ControlError(409, `Its token has expired, ${why}: npm run call.`);
  }
  const scopes = use === "access" ? scope.split(" ").filter(Boolean) : [];
  const wanted = { username, clientId, use: use === "access" ? "access" : "id", scopes } as const;
  return `${scheme}${await signIn(wanted)}`;
}

interface Claims {
  readonly sub?: string;
  readonly exp?: number;
  readonly token_use?: string;
  readonly scope?: string;
  readonly aud?: string;
  readonly client_id?: string;
  readonly username?: string;
  readonly "cognito:username"?: string;
}

function claimsIn(token: string): Claims | undefined {
  const [, payload, signature] = token.split(".");
  if (payload === undefined || signature === undefined) return undefined;
  try {
    return JSON.parse(Buffer.from(payload, "base64url").toString()) as Claims;
  } catch {
    return undefined;
  }
}

function send(
  url: string,
  method: string,
  headers: string[],
  body: Buffer,
): Promise<{ id: string; status: number }> {
  return new Promise((resolve, reject) => {
    const isTls = url.startsWith("https:");
    const { hostname, port, host } = new URL(url);
    // Not a URL object, which would resolve dot segments and encode characters.
    const path = url.slice(url.indexOf("/", url.indexOf("//") + 2));
    const length =
      body.length > 0 || /^(POST|PUT|PATCH)$/.test(method)
        ? ["Content-Length", String(body.length)]
        : [];
    const options = {
      hostname,
      port,
      path,
      method,
      headers: ["Host", host, ...headers, ...length],
      agent: false,
      timeout: timeoutMs,
    };
    // The edge's certificate was made by this platform, and the address is this machine.
    const outgoing = isTls
      ? httpsRequest({ ...options, rejectUnauthorized: false })
      : httpRequest(options);
    outgoing.on("response", (response) => {
      response.resume().on("end", () => {
        resolve({
          id: String(response.headers["x-amzn-requestid"] ?? ""),
          status: response.statusCode ?? 0,
        });
      });
      response.on("error", failed);
    });
    const failed = () => reject(new ControlError(502, `Nothing responded at ${hostname}:${port}.`));
    outgoing.on("timeout", () => outgoing.destroy());
    outgoing.on("error", failed).end(body);
  });
}
