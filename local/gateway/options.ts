import type { InvokeFunction, InvokeStreaming } from "../lambda/contract.ts";
import type { ClientCertificate, LocateTarget } from "./integrations/integration.ts";
import type { FindSigner } from "./exchange/callers.ts";
import type { RestApiModel } from "./model.ts";
import type { CallService } from "./integrations/aws/service.ts";
import type { Clock, TokenBucket } from "./throttle/tokenBucket.ts";
import type { UsageMeter } from "./usage/index.ts";

/** What a gateway serves, and what it works with. */
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
   * Finds what a VPC link leads to; null while nothing is behind it.
   *
   * @default nothing can be reached by a VPC link
   */
  readonly locateTarget?: LocateTarget;
  /**
   * The stage's client certificate and its key, both PEM, shown to HTTPS endpoints.
   *
   * @default none: the key of a certificate that AWS made does not leave AWS
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
   * Finds out who signed a request, for routes that ask for IAM's permission.
   *
   * @default every key is nobody's
   */
  readonly findSigner?: FindSigner;
  /** Where the public keys of a user pool are, by the pool's ARN. */
  jwksUriOf(providerArn: string): string;
  /**
   * Takes a line of the access log, without its line end. Not called for a stage without a log format.
   *
   * @param canary - whether the canary answered, which has a log group of its own
   */
  writeAccessLog(line: string, canary: boolean): void;
  /**
   * Takes a line of the firewall's log, without its line end: a request that a rule blocked or counted.
   *
   * @default there is no such log
   */
  writeFirewallLog?(line: string): void;
  /**
   * Takes an error that no request should cause.
   *
   * @default writes it to stderr
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
   * @default no plan, so that routes that ask for an API key refuse every call
   */
  readonly usage?: UsageMeter;
  /**
   * What throttling goes by.
   *
   * @default the process's monotonic clock
   */
  readonly clock?: Clock;
}
