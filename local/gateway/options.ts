import type { InvokeFunction } from "../lambda/contract.ts";
import type { RestApiModel } from "./model.ts";
import type { Clock, TokenBucket } from "./throttle/tokenBucket.ts";

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
  /** Where the public keys of a user pool are, by the pool's ARN. */
  jwksUriOf(providerArn: string): string;
  /** Takes a line of the access log, without its line end. Not called for a stage without a log format. */
  writeAccessLog(line: string): void;
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
   * What throttling goes by.
   *
   * @default the process's monotonic clock
   */
  readonly clock?: Clock;
}
