import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { PassThrough, type Readable } from "node:stream";
import type {
  ServiceRequest,
  ServiceResponse,
} from "../../../local/gateway/integrations/aws/service.ts";
import { type InvokeResult, LambdaServiceError } from "../../../local/lambda/contract.ts";
import type { BackendResponse, FunctionResponse } from "./case.ts";

/** The backend of a case, and the requests that it received. */
export interface Scene {
  response: BackendResponse;
  authorizer: FunctionResponse | undefined;
  seen: unknown[];
  authorizerEvents: unknown[];
}

/** Invokes the case's function, or its authorizer's. */
export function invoke(
  scene: Scene,
  isAuthorizer: boolean,
  payload: string,
): Promise<InvokeResult> {
  (isAuthorizer ? scene.authorizerEvents : scene.seen).push(JSON.parse(payload));
  const response: BackendResponse = isAuthorizer
    ? (scene.authorizer ?? { returns: null })
    : scene.response;
  if ("silent" in response) return new Promise(() => {});
  if ("refuses" in response) {
    return Promise.reject(new LambdaServiceError("Refused", response.refuses, "not run"));
  }
  if ("throws" in response) {
    const payload = JSON.stringify({ errorMessage: response.throws, errorType: "Error" });
    return Promise.resolve({ payload, functionError: "Unhandled" });
  }
  if ("payload" in response) return Promise.resolve({ payload: response.payload });
  const returned = "returns" in response ? response.returns : { statusCode: 200, body: "{}" };
  return Promise.resolve({ payload: JSON.stringify(returned) });
}

/** Invokes a function that streams its response. */
export function invokeStreaming(scene: Scene, payload: string): Promise<Readable> {
  scene.seen.push(JSON.parse(payload));
  const stream = new PassThrough();
  for (const part of "streams" in scene.response ? scene.response.streams : []) stream.write(part);
  stream.end();
  return Promise.resolve(stream);
}

/** Calls the case's AWS service. */
export async function callService(
  scene: Scene,
  request: ServiceRequest,
  signal: AbortSignal,
): Promise<ServiceResponse> {
  scene.seen.push({ ...request, body: request.body.toString(), bytes: Buffer.from(request.body) });
  if ("silent" in scene.response) await once(signal, "abort");
  signal.throwIfAborted();
  const { status = 200, headers = {}, body = "{}" } = plain(scene.response);
  return {
    status,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value].flat()])),
    body: Buffer.from(body),
  };
}

/** Responds as the case's HTTP endpoint. */
export function respond(response: BackendResponse, outgoing: ServerResponse): void {
  if ("silent" in response) return;
  const { status = 200, headers = {}, body = "{}" } = plain(response);
  const lines = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => [name, value]),
  );
  outgoing.writeHead(status, lines).end(body);
}

type Plain = Extract<BackendResponse, { status?: number }>;

const plain = (response: BackendResponse): Plain =>
  "streams" in response ? {} : (response as Plain);
