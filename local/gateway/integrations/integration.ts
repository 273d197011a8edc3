import type { InvokeFunction, InvokeStreaming } from "../../lambda/contract.ts";
import type { HostAddress } from "../../lambda/functionSpec.ts";
import type { Exchange, Reply } from "../exchange/exchange.ts";
import type { IntegrationDefinition } from "../openapi.ts";
import type { BinaryMatcher } from "../request/mediaTypes.ts";
import type { CallService } from "./aws/service.ts";

/**
 * Answers a request that has passed every check before it.
 *
 * @throws GatewayError
 */
export type Integration = (exchange: Exchange) => Promise<Reply>;

/** What integrations are made with. */
export interface IntegrationDependencies {
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly isBinary: BinaryMatcher;
  readonly invoke: InvokeFunction;
  readonly invokeStreaming: InvokeStreaming;
  /** Undefined where there are no VPC links. */
  readonly locateTarget: LocateTarget | undefined;
  readonly clientCertificate: ClientCertificate | undefined;
  readonly callService: CallService;
}

/**
 * Prepares a route's integration.
 *
 * @param route - method and path, for errors
 * @throws NotServedError | RestApiDefinitionError when it cannot be served
 */
export type CreateIntegration = (
  route: string,
  definition: IntegrationDefinition,
  dependencies: IntegrationDependencies,
) => Integration;

/** A certificate that is shown to HTTPS endpoints, and its key. */
export interface ClientCertificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM. */
  readonly privateKey: string;
}

/** Where a VPC link leads. */
export interface LinkTarget {
  /** ARN of the load balancer or listener; undefined for links of the first version. */
  readonly targetArn: string | undefined;
  /** Host and port of the integration's URI. */
  readonly host: string;
  readonly port: number;
}

/**
 * Finds what a VPC link leads to.
 *
 * @returns null or undefined while nothing answers there
 */
export type LocateTarget = (target: LinkTarget) => HostAddress | null | undefined;

/** A request as mapping has made it. */
export interface BackendRequest {
  /** Values of repeated headers stand in a list. */
  readonly header: Readonly<Record<string, string | readonly string[]>>;
  readonly querystring: Readonly<Record<string, string | readonly string[]>>;
  readonly path: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** What a backend answers. */
export interface BackendResponse {
  /** Which response is selected by: a status, or a function's error message. */
  readonly selector: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  readonly body: Buffer;
}

/** Asks a backend. @throws GatewayError when there is no answer */
export type CallBackend = (request: BackendRequest, exchange: Exchange) => Promise<BackendResponse>;
