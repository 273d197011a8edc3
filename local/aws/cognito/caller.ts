import type { IncomingMessage } from "node:http";
import { jsonObject } from "./protocol.ts";

/** The part of a request that decides where it goes. */
export type RequestHead = Pick<IncomingMessage, "method" | "url" | "rawHeaders"> & {
  /** The pages' origin, as the browser knows it. @default this endpoint's */
  readonly origin?: string;
  /** The replica that the request is for. @default none */
  readonly replica?: ReplicaRequest;
};

/** A pool's replica in another region, as MiniStack's guard reads it from a header. */
export interface ReplicaRequest {
  readonly userPoolId: string;
  readonly region: string;
  /** Its own `LambdaConfig`. */
  readonly triggers: object;
}

/** What names the pool in an operation's input. */
export interface OperationInput {
  readonly UserPoolId?: string;
  readonly ClientId?: string;
  readonly AccessToken?: string;
}

/** Who calls a domain: a client by id, with or without its secret, or a user by access token. */
export function callerOf({ url = "", rawHeaders }: RequestHead, body: Buffer): OperationInput {
  const [scheme, value = ""] = headerOf("authorization", rawHeaders).split(" ");
  if (/^bearer$/i.test(scheme!)) return { AccessToken: value };
  if (/^basic$/i.test(scheme!)) {
    return { ClientId: Buffer.from(value, "base64").toString().split(":")[0]! };
  }
  const query = new URL(url, "http://localhost").searchParams;
  const form = new URLSearchParams(body.toString());
  return { ClientId: form.get("client_id") ?? query.get("client_id") ?? "" };
}

export const headerOf = (name: string, rawHeaders: readonly string[]): string =>
  rawHeaders.find((_, at) => at % 2 === 1 && rawHeaders[at - 1]!.toLowerCase() === name) ?? "";

/** The pool that a token names; MiniStack verifies it. */
export function poolOfToken(token: unknown): string | undefined {
  if (typeof token !== "string") return undefined;
  const payload = jsonObject(Buffer.from(token.split(".")[1] ?? "", "base64url"));
  return String(payload["iss"]).split("/").at(-1);
}
