import type { Caller } from "./callers.ts";
import { commonLogTime } from "./commonLogTime.ts";
import type { GatewayError } from "../response/gatewayError.ts";
import type { RawHeaders } from "../request/headers.ts";
import type { RestApiModel } from "../model.ts";
import type { GatewayRequest } from "../request/request.ts";
import type { StreamedBody } from "../response/streamedBody.ts";
import { createRequestIds, type RequestIds, traceHeader } from "./ids.ts";

/** Which API is called, and in whose account. */
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

/** What goes back to the client. */
export interface Reply {
  readonly status: number;
  readonly headers: RawHeaders;
  /** Whole, or as it comes. */
  readonly body: string | Buffer | StreamedBody;
}

/** What an authorizer says about a caller that it lets pass: `requestContext.authorizer`. */
export interface AuthorizerContext {
  /** Of a user pool's token. */
  readonly claims?: Readonly<Record<string, string>>;
  /** Of a Lambda authorizer: `principalId`, what it passes on, and `integrationLatency` in ms. */
  readonly [key: string]: string | number | Readonly<Record<string, string>> | undefined;
}

/** How a step of an exchange went, for the access log. */
export interface StepReport {
  latencyMs?: number;
  /** What the step itself answered. */
  status?: number;
  error?: string;
}

/** How a step went that an AWS service takes, such as Lambda. */
interface ServiceReport extends StepReport {
  /** What the service answered, as opposed to the function that it runs. */
  serviceStatus?: number;
  /** The service's id of the call. */
  requestId?: string | undefined;
}

/** One request on its way through the gateway and what became of it: `$context` reads from here. */
export class Exchange {
  readonly ids: RequestIds = createRequestIds();
  /** Epoch milliseconds. */
  readonly startedAt: number = Date.now();
  readonly served: ServedApi;
  readonly request: GatewayRequest;
  /** The `X-Amzn-Trace-Id` towards the integration. */
  readonly trace: string;

  route: RouteIdentity | undefined;
  pathParameters: Readonly<Record<string, string>> | undefined;
  body: Buffer | undefined;
  authorizer: AuthorizerContext | undefined;
  /** Who signed the request, where IAM asks for it. */
  caller: Caller | undefined;
  /** The API key that a Lambda authorizer names. */
  usageIdentifierKey: string | undefined;
  /** The API key that the call counts for, where the route asks for one. */
  apiKey: { readonly id: string; readonly value: string } | undefined;
  /** How the check of a signature went, for IAM. */
  readonly authenticateReport: StepReport = {};
  /** How the judgement by policies went. */
  readonly authorizeReport: StepReport = {};
  readonly authorizerReport: ServiceReport = {};
  readonly integrationReport: ServiceReport = {};
  readonly firewallReport: Pick<StepReport, "latencyMs" | "status"> & {
    /** The web ACL that looked at the request. */
    webAclArn?: string;
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

  /** The host name by which the API was called. */
  get domainName(): string {
    return this.request.host.replace(/:\d+$/, "");
  }

  /** What is called, as policies and permissions name it. */
  get methodArn(): string {
    const { model, region, accountId } = this.served;
    const { method, target } = this.request;
    const resource = `${model.id}/${model.stage.name}/${method}${target.path}`;
    return `arn:aws:execute-api:${region}:${accountId}:${resource}`;
  }

  /** When it was received, in the Common Log Format: `09/Apr/2026:12:34:56 +0000`. */
  get requestTime(): string {
    return commonLogTime(this.startedAt);
  }
}
