import type { Caller } from "./callers.ts";
import { commonLogTime } from "./commonLogTime.ts";
import type { GatewayError } from "../response/gatewayError.ts";
import type { RawHeaders } from "../request/headers.ts";
import type { RestApiModel } from "../model.ts";
import type { GatewayRequest } from "../request/request.ts";
import type { StreamedBody } from "../response/streamedBody.ts";
import { createRequestIds, type RequestIds, traceHeader } from "./ids.ts";
import { Steps } from "./steps.ts";

/** The API that is called, with its account. */
export interface ServedApi {
  readonly model: RestApiModel;
  readonly region: string;
  readonly accountId: string;
}

/** A method of a resource. */
export interface RouteIdentity {
  readonly method: string;
  /** The resource's path with its parameters, such as `/orders/{id}`. */
  readonly resourcePath: string;
  readonly resourceId: string;
}

/** The response to the client. */
export interface Reply {
  readonly status: number;
  readonly headers: RawHeaders;
  /** Complete, or still streaming. */
  readonly body: string | Buffer | StreamedBody;
}

/** An authorizer's data about an authorized caller: `requestContext.authorizer`. */
export interface AuthorizerContext {
  /** Claims of a user pool's token. */
  readonly claims?: Readonly<Record<string, string>>;
  /** From a Lambda authorizer: `principalId`, its context, and `integrationLatency` in ms. */
  readonly [key: string]: string | number | Readonly<Record<string, string>> | undefined;
}

/** The result of a step of an exchange, for the access log. */
export interface StepReport {
  latencyMs?: number;
  /** The step's own status. */
  status?: number;
  error?: string;
}

/** The result of a step that calls an AWS service, such as Lambda. */
interface ServiceReport extends StepReport {
  /** The status of the service, as opposed to the function that it runs. */
  serviceStatus?: number;
  /** The service's id of the call. */
  requestId?: string | undefined;
  /** The duration of the service's call. */
  serviceLatencyMs?: number;
}

/** The result of the integration; empty if it was not called. */
interface IntegrationReport extends ServiceReport {
  transferMode?: "BUFFERED" | "STREAMED";
  /** Milliseconds to the headers of a stream; `latencyMs` is to its end. */
  headersMs?: number;
}

/** One request with its results so far; `$context` reads from here. */
export class Exchange {
  readonly ids: RequestIds = createRequestIds();
  /** Epoch milliseconds. */
  readonly startedAt: number = Date.now();
  readonly steps = new Steps();
  readonly served: ServedApi;
  readonly request: GatewayRequest;
  /** The `X-Amzn-Trace-Id` for the integration. */
  readonly trace: string;

  route: RouteIdentity | undefined;
  pathParameters: Readonly<Record<string, string>> | undefined;
  body: Buffer | undefined;
  authorizer: AuthorizerContext | undefined;
  /** The signer of the request, for routes with IAM authorization. */
  caller: Caller | undefined;
  /** The API key returned by a Lambda authorizer. */
  usageIdentifierKey: string | undefined;
  /** The API key that the call is counted for, on routes that require one. */
  apiKey: { readonly id: string; readonly value: string } | undefined;
  /** The result of the signature check, for IAM. */
  readonly authenticateReport: StepReport = {};
  /** The result of evaluating policies. */
  readonly authorizeReport: StepReport = {};
  readonly authorizerReport: ServiceReport = {};
  readonly integrationReport: IntegrationReport = {};
  readonly firewallReport: Pick<StepReport, "latencyMs" | "status"> & {
    /** The web ACL that inspected the request. */
    webAclArn?: string;
    /** The rule that blocked it. @default the web ACL's default action did */
    rule?: string | undefined;
  } = {};
  error: GatewayError | undefined;
  reply: Reply | undefined;

  constructor(served: ServedApi, request: GatewayRequest) {
    this.served = served;
    this.request = request;
    this.trace = traceHeader(
      request.headers.last("x-amzn-trace-id"),
      served.model.stage.tracingEnabled,
      this.startedAt,
    );
  }

  /** The host name that the client used. */
  get domainName(): string {
    return this.request.host.replace(/:\d+$/, "");
  }

  /** The called method, as policies and permissions name it. */
  get methodArn(): string {
    const { model, region, accountId } = this.served;
    const { method, target } = this.request;
    const resource = `${model.id}/${model.stage.name}/${method}${target.path}`;
    return `arn:aws:execute-api:${region}:${accountId}:${resource}`;
  }

  /** The start in the Common Log Format: `09/Apr/2026:12:34:56 +0000`. */
  get requestTime(): string {
    return commonLogTime(this.startedAt);
  }
}
