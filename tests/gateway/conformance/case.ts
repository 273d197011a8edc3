import type { RestApiModel, StageModel } from "../../../local/gateway/model.ts";
import type { OpenApiDocument, Operation, PathItem } from "../../../local/gateway/openapi.ts";
import type { GatewayOptions } from "../../../local/gateway/options.ts";
import type { Signing } from "../../../local/gateway/testing/signing.ts";
import type { UsagePlanModel } from "../../../local/gateway/usage/index.ts";

/** One line of the conformance table. */
export interface Case {
  /** What it rests on: a section of the facts and the page, recorded test or kind of evidence there. */
  readonly fact: `${number}${string} ${string}`;
  readonly name: string;
  /** What its own resource does, for any method or for each. @default the table's resources */
  readonly operation?: Operation | PathItem;
  /** Where that resource is, below a path of its own. @default "" */
  readonly resource?: string;
  /** Requests that went before, without waiting for anything but their response. */
  readonly before?: readonly (Request | string)[];
  /** How long ago they were, for throttles. @default 0 */
  readonly pauseMs?: number;
  /** The response of the backend. @default status 200 and `{}` */
  readonly response?: BackendResponse;
  /** What the function of a Lambda authorizer response. @default nothing that can be understood */
  readonly authorizer?: FunctionResponse;
  readonly request: Request | string;
  readonly expect: Expectation;
}

/** `GET /dev/things?a=b` as it goes out, byte for byte; `~` stands for the case's own resource. */
export interface Request {
  readonly line: string;
  /** Several values are several lines. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
  /** Signs the request with SigV4. */
  readonly sign?: Signing;
}

export type FunctionResponse =
  | { readonly returns: unknown }
  /** JSON text, or what should be some. */
  | { readonly payload: string }
  /** The function throws an error with this message. */
  | { readonly throws: string }
  /** Lambda does not run it, with this status. */
  | { readonly refuses: number };

export type BackendResponse =
  | FunctionResponse
  | { readonly streams: readonly (string | Buffer)[] }
  /** No response at all. */
  | { readonly silent: true }
  /** Of an HTTP endpoint, or of an AWS service. */
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string | readonly string[]>>;
      readonly body?: string | Buffer;
    };

/** What has to be seen. Texts are compared whole; null says that there is none. */
export interface Expectation {
  readonly status: number;
  readonly body?: string | RegExp | Buffer;
  /** Of the response, by lower-case name. */
  readonly headers?: Readonly<Record<string, string | RegExp | null>>;
  /** Of what is behind the gateway: null for not called, else values by dotted path. */
  readonly backend?: Seen | null;
  /** Of the Lambda authorizer's function, likewise. */
  readonly authorizer?: Seen | null;
  /** How often the authorizer's function was called, with the requests before. */
  readonly authorizerCalls?: number;
  /** The line of the access log, in the table's format. */
  readonly log?: string | RegExp;
}

/** Of a function its event, of an endpoint the HTTP request, of a service the call. */
export type Seen = Readonly<Record<string, unknown>>;

/** Cases that one served stage is enough for: `dev` of the API `abc123` in eu-west-1. */
export interface Table {
  readonly title: string;
  /** The OpenAPI document; each `http://backend` in it becomes the HTTP endpoint. */
  readonly document?: OpenApiDocument;
  readonly stage?: Partial<StageModel>;
  readonly api?: Partial<RestApiModel>;
  readonly usagePlans?: readonly UsagePlanModel[];
  readonly options?: Partial<GatewayOptions>;
  readonly cases: readonly Case[];
}
