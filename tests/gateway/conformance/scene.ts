import { once } from "node:events";
import type { ServerResponse } from "node:http";
import { PassThrough, type Readable } from "node:stream";
import type {
  ServiceRequest,
  ServiceResponse,
} from "../../../local/gateway/integrations/aws/service.ts";
import { type InvokeResult, LambdaServiceError } from "../../../local/lambda/contract.ts";
import type { Answer, FunctionAnswer } from "./case.ts";

/** What stands behind the gateway for a case, and what it has been sent. */
export interface Scene {
  answers: Answer;
  authorizer: FunctionAnswer | undefined;
  seen: unknown[];
  asked: unknown[];
}

/** A function's answer, or that of an authorizer's function. */
export function invoke(
  scene: Scene,
  isAuthorizer: boolean,
  payload: string,
): Promise<InvokeResult> {
  (isAuthorizer ? scene.asked : scene.seen).push(JSON.parse(payload));
  const answer: Answer = isAuthorizer ? (scene.authorizer ?? { returns: null }) : scene.answers;
  if ("silent" in answer) return new Promise(() => {});
  if ("refuses" in answer) {
    return Promise.reject(new LambdaServiceError("Refused", answer.refuses, "not run"));
  }
  if ("throws" in answer) {
    const payload = JSON.stringify({ errorMessage: answer.throws, errorType: "Error" });
    return Promise.resolve({ payload, functionError: "Unhandled" });
  }
  if ("payload" in answer) return Promise.resolve({ payload: answer.payload });
  const returned = "returns" in answer ? answer.returns : { statusCode: 200, body: "{}" };
  return Promise.resolve({ payload: JSON.stringify(returned) });
}

/** A function that writes its answer part by part. */
export function invokeStreaming(scene: Scene, payload: string): Promise<Readable> {
  scene.seen.push(JSON.parse(payload));
  const stream = new PassThrough();
  for (const part of "streams" in scene.answers ? scene.answers.streams : []) stream.write(part);
  stream.end();
  return Promise.resolve(stream);
}

/** An AWS service's answer. */
export async function callService(
  scene: Scene,
  request: ServiceRequest,
  signal: AbortSignal,
): Promise<ServiceResponse> {
  scene.seen.push({ ...request, body: request.body.toString() });
  if ("silent" in scene.answers) await once(signal, "abort");
  signal.throwIfAborted();
  const { status = 200, headers = {}, body = "{}" } = plain(scene.answers);
  return {
    status,
    headers: new Map(Object.entries(headers).map(([name, value]) => [name, [value].flat()])),
    body: Buffer.from(body),
  };
}

/** An HTTP endpoint's answer. */
export function respond(answers: Answer, response: ServerResponse): void {
  if ("silent" in answers) return;
  const { status = 200, headers = {}, body = "{}" } = plain(answers);
  const lines = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().flatMap((value) => [name, value]),
  );
  response.writeHead(status, lines).end(body);
}

type Plain = Extract<Answer, { status?: number }>;

const plain = (answers: Answer): Plain => ("streams" in answers ? {} : (answers as Plain));
