import type { RestApiModel, StageModel } from "../../../local/gateway/model.ts";
import type { OpenApiDocument, Operation, PathItem } from "../../../local/gateway/openapi.ts";
import type { GatewayOptions } from "../../../local/gateway/options.ts";
import type { Signing } from "../../../local/gateway/testing/signing.ts";
import type { UsagePlanModel } from "../../../local/gateway/usage/index.ts";

/** One case of the conformance tables. */
export interface Case {
  /**
   * The section and the source: `D:` a page of the API Gateway Developer Guide, `T:` a LocalStack test
   * recorded on AWS, `SDK:` an API model, `LS` LocalStack's code, `F` reports of callers.
   */
  readonly fact: `${number}${string} ${string}`;
  readonly name: string;
  /** The case's own resource: an operation for any method, or operations by method. @default none */
  readonly operation?: Operation | PathItem;
  /** The path of that resource below the case's own path. @default "" */
  readonly resource?: string;
  /** Requests to send first, in this order. */
  readonly before?: readonly (Request | string)[];
  /** The pause after them, for throttles. @default 0 */
  readonly pauseMs?: number;
  /** The response of the backend. @default status 200 and `{}` */
  readonly response?: BackendResponse;
  /** The output of a Lambda authorizer's function. @default an invalid output */
  readonly authorizer?: FunctionResponse;
  /** @default `GET ~` */
  readonly request?: Request | string;
  readonly expect: Expectation;
}

export const example = (
  fact: Case["fact"],
  name: string,
  settings: Omit<Case, "fact" | "name">,
): Case => ({ fact, name, ...settings });

/** The request line, such as `GET /dev/things?a=b`, sent unchanged; `~` stands for the case's own path. */
export interface Request {
  readonly line: string;
  /** A list of values is sent as repeated headers. */
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
  /** Signs the request with SigV4. */
  readonly sign?: Signing;
}

export type FunctionResponse =
  | { readonly returns: unknown }
  /** Raw JSON, possibly invalid. */
  | { readonly payload: string }
  /** The function throws an error with this message. */
  | { readonly throws: string }
  /** Lambda refuses to run it, with this status. */
  | { readonly refuses: number };

export type BackendResponse =
  | FunctionResponse
  | { readonly streams: readonly (string | Buffer)[] }
  /** No response. */
  | { readonly silent: true }
  /** The response of an HTTP endpoint or AWS service. */
  | {
      readonly status?: number;
      readonly headers?: Readonly<Record<string, string | readonly string[]>>;
      readonly body?: string | Buffer;
    };

/** The expected results. Texts are compared completely; null means missing. */
export interface Expectation {
  readonly status: number;
  readonly body?: string | RegExp | Buffer;
  /** Response headers by lower-case name. */
  readonly headers?: Readonly<Record<string, string | RegExp | null>>;
  /** The backend's request: null if not called, else values by dotted path. */
  readonly backend?: Seen | null;
  /** The event of the Lambda authorizer's function, likewise. */
  readonly authorizer?: Seen | null;
  /** The number of calls of the authorizer's function, including those for `before`. */
  readonly authorizerCalls?: number;
  /** The line of the access log, in the table's format. */
  readonly log?: string | RegExp;
}

/** A function's event, an endpoint's HTTP request, or the call of a service. */
export type Seen = Readonly<Record<string, unknown>>;

/** Cases that share one served stage: `dev` of the API `abc123` in eu-west-1. */
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
