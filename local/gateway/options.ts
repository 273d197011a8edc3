import type { CallSink } from "./exchange/callSink.ts";
import type { InvokeFunction, InvokeStreaming } from "../lambda/contract.ts";
import type { ClientCertificate, LocateTarget } from "./integrations/integration.ts";
import type { FindSigner } from "./exchange/callers.ts";
import type { RestApiModel } from "./model.ts";
import type { CallService } from "./integrations/aws/service.ts";
import type { Clock, TokenBucket } from "./throttle/tokenBucket.ts";
import type { UsageMeter } from "./usage/index.ts";

/** The API that a gateway serves, and its dependencies. */
export interface GatewayOptions {
  readonly api: RestApiModel;
  /** The API's region, such as `us-east-1`. */
  readonly region: string;
  /** The API's account, twelve digits. */
  readonly accountId: string;
  /** The port on 127.0.0.1; 0 takes a free one. */
  readonly port: number;
  /** Runs the functions of `aws_proxy` integrations. */
  readonly invoke: InvokeFunction;
  /** Runs the functions of `aws_proxy` integrations that stream. */
  readonly invokeStreaming: InvokeStreaming;
  /**
   * Finds the target of a VPC link; null while nothing runs there.
   *
   * @default no VPC link has a target
   */
  readonly locateTarget?: LocateTarget;
  /**
   * The stage's client certificate and its key, both PEM, shown to HTTPS endpoints.
   *
   * @default none, because AWS keeps the keys of the certificates it creates
   */
  readonly clientCertificate?: ClientCertificate | undefined;
  /** Calls the services of `aws` integrations. */
  readonly callService: CallService;
  /**
   * Runs the functions of Lambda authorizers.
   *
   * @default `invoke`
   */
  readonly invokeAuthorizer?: InvokeFunction;
  /**
   * Identifies the signer of a request, for routes with IAM authorization.
   *
   * @default every access key is unknown
   */
  readonly findSigner?: FindSigner;
  /** Returns the URI of a user pool's public keys by the pool's ARN. */
  jwksUriOf(providerArn: string): string;
  /**
   * Receives a line of the access log, without its line end. Not called for a stage without a log format.
   *
   * @param canary - true if the canary release responded, which has a separate log group
   */
  writeAccessLog(line: string, canary: boolean): void;
  /**
   * Receives a line of the firewall's log, without its line end: a request that a rule blocked or counted.
   *
   * @default the lines are dropped
   */
  writeFirewallLog?(line: string): void;
  /**
   * Receives a line about each response of 5xx, without its line end: the reason, which clients don't get.
   *
   * @default the lines are dropped
   */
  writeFaultLog?(line: string): void;
  /**
   * Receives each call, for its record.
   *
   * @default calls are not recorded
   */
  readonly calls?: CallSink | undefined;
  /**
   * Receives internal errors.
   *
   * @default they go to stderr
   */
  reportError?(error: unknown): void;
  /**
   * The account's limit in the region, shared by all gateways of that account and region.
   *
   * @default AWS's default limit, for this gateway alone
   */
  readonly account?: TokenBucket;
  /**
   * The usage plans of the API's region, shared by all gateways there.
   *
   * @default no plans, so routes that require an API key refuse every call
   */
  readonly usage?: UsageMeter;
  /**
   * The version of a function's code, which may change at any time. An authorizer's results of another version are
   * not used.
   *
   * @default the code stays the same
   */
  codeVersionOf?(functionArn: string): string;
  /**
   * The same of all code behind the API. Cached responses of another version are not used.
   *
   * @default the code stays the same
   */
  codeVersion?(): string;
  /**
   * The clock for throttling.
   *
   * @default the process's monotonic clock
   */
  readonly clock?: Clock;
}
