import { request as openRequest } from "node:http";
import { once } from "node:events";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { SignatureV4 } from "@smithy/signature-v4";
import { Sha256 } from "../../../../project/sha256.ts";

/** A request as sent over the wire, without the checks of a client library. */
export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Buffer;
}

export interface RawResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly body: string;
}

export async function send(url: string, request: RawRequest): Promise<RawResponse> {
  const { hostname, port } = new URL(url);
  const { method = "POST", path = "/", headers, body = "" } = request;
  return new Promise((resolve, reject) => {
    const call = openRequest(
      { hostname, port, method, path, agent: false, headers: { ...headers } },
      (response) => {
        text(response).then((body) => {
          const headers = response.headers as Record<string, string | undefined>;
          resolve({ status: response.statusCode!, headers, body });
        }, reject);
      },
    );
    call.once("error", reject);
    call.end(body);
  });
}

/** Sends the lines of a request's head with a two-byte body. @returns the response's status */
export async function sendLines(url: string, lines: readonly string[]): Promise<number> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(`${lines.join("\r\n")}\r\n\r\n{}`);
  const [response] = (await once(socket, "data")) as [Buffer];
  socket.destroy();
  return Number(/^HTTP\/1\.1 (\d+)/.exec(response.toString())![1]);
}

export interface Credentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken?: string;
}

interface SigningOptions {
  readonly credentials: Credentials;
  readonly service?: string;
  /** @default now */
  readonly date?: Date;
  /** Puts the signature into the query, valid for this time. @default the signature is in the header */
  readonly presignSeconds?: number;
}

/** The request with a signature over its method, path, headers and body. */
export async function sign(
  url: string,
  request: RawRequest,
  { credentials, service = "sts", date, presignSeconds }: SigningOptions,
): Promise<RawRequest> {
  const { method = "POST", path = "/", headers, body = "" } = request;
  const { pathname, searchParams } = new URL(`${url}${path}`);
  const signer = new SignatureV4({
    service,
    region: "eu-west-1",
    credentials,
    sha256: Sha256,
    applyChecksum: true,
    uriEscapePath: service !== "s3",
  });
  const unsigned = {
    protocol: "http:",
    hostname: new URL(url).hostname,
    method,
    path: pathname,
    query: Object.fromEntries(searchParams),
    headers: {
      host: new URL(url).host,
      // As the SDK presigns for S3.
      ...(service === "s3" &&
        presignSeconds !== undefined && { "x-amz-content-sha256": "UNSIGNED-PAYLOAD" }),
      ...headers,
    },
    body,
  };
  const at = date ? { signingDate: date } : {};
  const signed =
    presignSeconds === undefined
      ? await signer.sign(unsigned, at)
      : await signer.presign(unsigned, { ...at, expiresIn: presignSeconds });
  const query = new URLSearchParams(signed.query as Record<string, string>).toString();
  return {
    method,
    path: query ? `${pathname}?${query.replaceAll("+", "%20")}` : pathname,
    headers: signed.headers,
    body,
  };
}
