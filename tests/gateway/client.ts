import assert from "node:assert/strict";
import { origin } from "./shop.ts";

/** A text that would break out of an unescaped field. */
export const nasty = `it's "q" \\ $x $!{y} #set($a = 1) #end ☕ \n\t{"a":1} & + % </Message>`;

/** A status and a body, for `deepEqual`. */
export interface Outcome {
  readonly status: number;
  readonly text: string;
}

export const outcome = ({ status, text }: Outcome): Outcome => ({ status, text });

/** The client's response when a service fails. */
export const failure = (status: number): Outcome => ({
  status,
  text: '{"message":"The request could not be carried out"}',
});

export const notFound: Outcome = { status: 404, text: '{"message":"Not Found"}' };

/** Calls a gateway, and asserts that the response has CORS headers. */
export const clientOf =
  (url: () => string) =>
  async (method: string, path: string, body?: unknown, headers: Record<string, string> = {}) => {
    const response = await fetch(`${url()}${path}`, {
      method,
      redirect: "manual",
      headers: {
        ...(body === undefined ? {} : { "Content-Type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? null : isBody(body) ? body : JSON.stringify(body),
    });
    const bytes = Buffer.from(await response.arrayBuffer());
    assert.equal(response.headers.get("access-control-allow-origin"), origin);
    return { status: response.status, headers: response.headers, bytes, text: bytes.toString() };
  };

const isBody = (body: unknown): body is string | Uint8Array<ArrayBuffer> =>
  typeof body === "string" || body instanceof Uint8Array;
