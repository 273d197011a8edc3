import { PassThrough } from "node:stream";
import {
  FunctionFailedError,
  type InvokeResult,
  LambdaServiceError,
} from "../../../lambda/contract.ts";
import type { RawRequest } from "../../testing/http.ts";

/** The fields of the log lines. */
export const fields = [
  ...["status", "responseLength", "error.responseType", "integration.status"],
  ...["integration.integrationStatus", "integration.responseTransferMode", "integration.latency"],
  ...["integration.timeToAllHeaders", "integration.timeToFirstContent", "integration.requestId"],
  ...["authorizer.status", "authorizer.integrationStatus", "authorizer.integrationLatency"],
  ...["authorizer.requestId", "authorizer.principalId", "resourcePath"],
] as const;
type Field = (typeof fields)[number];

/** The start of a stream. */
export const head = `${JSON.stringify({ statusCode: 201 })}${"\0".repeat(8)}`;
/** Writes a stream's parts, and ends or fails it. */
const writing = (parts: string[], failure?: Error) => {
  const stream = new PassThrough();
  for (const part of parts) stream.write(part);
  if (failure) setImmediate(() => stream.destroy(failure));
  else stream.end();
  return Promise.resolve(Object.assign(stream, { requestId: "stream-1" }));
};

const policy = {
  Version: "2012-10-17",
  Statement: [{ Effect: "Allow", Action: "execute-api:Invoke", Resource: "*" }],
};
/** The results of an authorizer by its token. */
export const authorizers: Record<string, () => Promise<InvokeResult>> = {
  good: () =>
    Promise.resolve({
      payload: JSON.stringify({ principalId: "user-1", policyDocument: policy }),
      requestId: "auth-1",
    }),
  throws: () =>
    Promise.resolve({
      payload: '{"errorMessage":"boom"}',
      functionError: "Unhandled" as const,
      requestId: "auth-1",
    }),
  unauthorized: () =>
    Promise.resolve({
      payload: '{"errorMessage":"Unauthorized"}',
      functionError: "Unhandled" as const,
      requestId: "auth-1",
    }),
  unknown: () => Promise.reject(new LambdaServiceError("ResourceNotFoundException", 404, "none")),
};

const failed: InvokeResult = { payload: "{}", functionError: "Unhandled", requestId: "call-1" };
/** A function that returns this value. */
export const output = (value: object) => (): Promise<InvokeResult> =>
  Promise.resolve({ payload: JSON.stringify(value), requestId: "call-1" });

/** A call, and its line. */
export interface Case {
  readonly title: string;
  readonly path: string;
  readonly request?: RawRequest;
  readonly run?: () => Promise<InvokeResult>;
  readonly stream?: () => ReturnType<typeof writing>;
  /** The fields that have a value; `#` is any number, `+` a positive one. */
  readonly expected: Partial<Record<Field, string>>;
}

const called = {
  "integration.latency": "#",
  "integration.responseTransferMode": "BUFFERED",
  "integration.integrationStatus": "200",
  "integration.requestId": "call-1",
};
const streamed = {
  ...called,
  "integration.responseTransferMode": "STREAMED",
  "integration.requestId": "stream-1",
};
const guardedPath = { resourcePath: "/guarded" };

export const cases: Case[] = [
  {
    title: "a response",
    path: "/plain",
    expected: { ...called, status: "200", responseLength: "3", "integration.status": "200" },
  },
  {
    title: "HEAD",
    path: "/plain",
    request: { method: "HEAD" },
    expected: { ...called, status: "200", responseLength: "0", "integration.status": "200" },
  },
  ...[204, 304].map((status): Case => ({
    title: String(status),
    path: "/plain",
    run: output({ statusCode: status, body: "abc" }),
    expected: {
      ...called,
      status: String(status),
      responseLength: "0",
      "integration.status": String(status),
    },
  })),
  {
    title: "a mock",
    path: "/mock",
    expected: {
      status: "200",
      responseLength: "0",
      "integration.status": "200",
      "integration.latency": "#",
      "integration.responseTransferMode": "BUFFERED",
    },
  },
  {
    title: "a failed function",
    path: "/plain",
    run: () => Promise.resolve(failed),
    expected: {
      ...called,
      status: "502",
      responseLength: "+",
      "error.responseType": "INTEGRATION_FAILURE",
    },
  },
  {
    title: "a throttled function",
    path: "/plain",
    run: () => Promise.reject(new LambdaServiceError("TooManyRequestsException", 429, "no")),
    expected: {
      status: "500",
      responseLength: "+",
      "error.responseType": "INTEGRATION_FAILURE",
      "integration.integrationStatus": "429",
      "integration.latency": "#",
      "integration.responseTransferMode": "BUFFERED",
    },
  },
  {
    title: "a stream",
    path: "/stream",
    stream: () => writing([head, "ab", "cd"]),
    expected: {
      ...streamed,
      status: "201",
      responseLength: "4",
      "integration.status": "201",
      "integration.timeToAllHeaders": "#",
      "integration.timeToFirstContent": "#",
    },
  },
  {
    title: "a stream's HEAD",
    path: "/stream",
    request: { method: "HEAD" },
    stream: () => writing([head, "ab"]),
    expected: {
      ...streamed,
      status: "201",
      responseLength: "0",
      "integration.status": "201",
      "integration.timeToAllHeaders": "#",
      "integration.timeToFirstContent": "#",
    },
  },
  {
    title: "a stream that fails before its headers",
    path: "/stream",
    stream: () => writing([], new FunctionFailedError("{}")),
    expected: {
      "integration.integrationStatus": "200",
      "integration.latency": "#",
      "integration.responseTransferMode": "STREAMED",
      status: "502",
      responseLength: "+",
      "error.responseType": "INTEGRATION_FAILURE",
    },
  },
  {
    title: "a guarded route",
    path: "/guarded",
    request: { headers: ["Authorization", "good"] },
    expected: {
      ...called,
      ...guardedPath,
      status: "200",
      responseLength: "3",
      "integration.status": "200",
      "authorizer.status": "200",
      "authorizer.integrationStatus": "200",
      "authorizer.integrationLatency": "#",
      "authorizer.requestId": "auth-1",
      "authorizer.principalId": "user-1",
    },
  },
  {
    title: "an authorizer that throws",
    path: "/guarded",
    request: { headers: ["Authorization", "throws"] },
    expected: {
      ...guardedPath,
      status: "500",
      responseLength: "+",
      "error.responseType": "AUTHORIZER_CONFIGURATION_ERROR",
      "authorizer.status": "500",
      "authorizer.integrationStatus": "200",
      "authorizer.integrationLatency": "#",
      "authorizer.requestId": "auth-1",
    },
  },
  {
    title: "an authorizer that refuses",
    path: "/guarded",
    request: { headers: ["Authorization", "unauthorized"] },
    expected: {
      ...guardedPath,
      status: "401",
      responseLength: "+",
      "error.responseType": "UNAUTHORIZED",
      "authorizer.status": "401",
      "authorizer.integrationStatus": "200",
      "authorizer.integrationLatency": "#",
      "authorizer.requestId": "auth-1",
    },
  },
  {
    title: "an authorizer without a function",
    path: "/guarded",
    request: { headers: ["Authorization", "unknown"] },
    expected: {
      ...guardedPath,
      status: "500",
      responseLength: "+",
      "error.responseType": "AUTHORIZER_CONFIGURATION_ERROR",
      "authorizer.status": "500",
      "authorizer.integrationStatus": "404",
      "authorizer.integrationLatency": "#",
    },
  },
  {
    title: "no token",
    path: "/guarded",
    expected: {
      ...guardedPath,
      status: "401",
      responseLength: "+",
      "error.responseType": "UNAUTHORIZED",
      "authorizer.status": "401",
    },
  },
  {
    title: "a throttled call",
    path: "/limited",
    expected: { status: "429", responseLength: "+", "error.responseType": "THROTTLED" },
  },
  {
    title: "no route",
    path: "/none",
    expected: {
      status: "403",
      responseLength: "+",
      "error.responseType": "MISSING_AUTHENTICATION_TOKEN",
      resourcePath: "-",
    },
  },
];
