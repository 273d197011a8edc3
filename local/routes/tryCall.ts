import { readFile } from "node:fs/promises";
import { request as httpRequest, type IncomingMessage } from "node:http";
import { request as httpsRequest } from "node:https";
import { ControlError } from "../control/index.ts";
import type { TriedCall } from "./triedCall.ts";

/** A call as it is sent. */
export interface CallToSend {
  /** With the path as it was written, which is sent as it is. */
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | undefined;
  /** File with the certificate of the edge. */
  readonly certificate?: string | undefined;
}

/** API Gateway's limit for an integration, and a little more, in ms. */
const timeoutMs = 35_000;

/** What is kept of a response's body, in bytes. */
const maxBytes = 1_048_576;

/**
 * Sends a call.
 *
 * @throws ControlError 502 if there is no response
 */
export async function sendCall(call: CallToSend): Promise<TriedCall> {
  const from = performance.now();
  const response = await respondedTo(call);
  const headMs = performance.now() - from;
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      if (bytes < maxBytes) chunks.push(chunk.subarray(0, maxBytes - bytes));
      bytes += chunk.length;
    }
  } catch {
    throw new ControlError(502, `The response ended early, after ${bytes} bytes.`);
  }
  const { headers } = response;
  const text = textOf(Buffer.concat(chunks), bytes > maxBytes);
  return {
    status: response.statusCode ?? 0,
    statusText: response.statusMessage ?? "",
    headers: pairs(response.rawHeaders),
    ...(text !== undefined && { text }),
    bytes,
    truncated: bytes > maxBytes,
    headMs,
    durationMs: performance.now() - from,
    ...idOf(headers["x-amzn-requestid"]),
    ...regionOf(headers["x-palisade-region"]),
  };
}

const idOf = (id: unknown) => (typeof id === "string" ? { id } : {});

const regionOf = (region: unknown) => (typeof region === "string" ? { region } : {});

async function respondedTo({ url, ...call }: CallToSend): Promise<IncomingMessage> {
  const { protocol, hostname, port, host } = new URL(url);
  // Not a URL object, which would resolve dot segments and encode characters.
  const path = url.slice(url.indexOf("/", url.indexOf("//") + 2));
  const length =
    call.body === undefined ? {} : { "content-length": String(Buffer.byteLength(call.body)) };
  const headers = { host, ...call.headers, ...length };
  const { method, certificate } = call;
  const options = { hostname, port, path, method, headers, agent: false, timeout: timeoutMs };
  const request =
    protocol === "https:"
      ? httpsRequest({ ...options, ...(certificate && { ca: await readFile(certificate) }) })
      : httpRequest(options);
  return new Promise((resolve, reject) => {
    request.once("response", resolve);
    request.once("timeout", () => request.destroy(new Error(`no response in ${timeoutMs} ms`)));
    request.once("error", ({ message }) =>
      reject(new ControlError(502, `${protocol}//${host} did not respond: ${message}.`)),
    );
    request.end(call.body);
  });
}

function pairs(raw: readonly string[]): [string, string][] {
  return Array.from({ length: raw.length / 2 }, (_, index) => [
    raw[2 * index]!,
    raw[2 * index + 1]!,
  ]);
}

/** Undefined for what is no text in UTF-8. @param isPart - the last character may be cut */
function textOf(content: Buffer, isPart: boolean): string | undefined {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(content, { stream: isPart });
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}
