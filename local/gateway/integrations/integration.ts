import type { InvokeFunction, InvokeStreaming } from "../../lambda/contract.ts";
import type { HostAddress } from "../../lambda/functionSpec.ts";
import type { Exchange, Reply } from "../exchange/exchange.ts";
import type { IntegrationDefinition } from "../openapi.ts";
import type { BinaryMatcher } from "../request/mediaTypes.ts";
import type { CallService } from "./aws/service.ts";

/**
 * Responds to a request that has passed every check.
 *
 * @throws GatewayError
 */
export type Integration = (exchange: Exchange) => Promise<Reply>;

/** Dependencies of integrations. */
export interface IntegrationDependencies {
  readonly stageVariables: Readonly<Record<string, string>>;
  readonly isBinary: BinaryMatcher;
  readonly invoke: InvokeFunction;
  readonly invokeStreaming: InvokeStreaming;
  /** Undefined without VPC links. */
  readonly locateTarget: LocateTarget | undefined;
  readonly clientCertificate: ClientCertificate | undefined;
  readonly callService: CallService;
}

/**
 * Creates a route's integration.
 *
 * @param route - method and path, for errors
 * @throws NotServedError | RestApiDefinitionError when it cannot be served
 */
export type CreateIntegration = (
  route: string,
  definition: IntegrationDefinition,
  dependencies: IntegrationDependencies,
) => Integration;

/** A client certificate for HTTPS endpoints, and its key. */
export interface ClientCertificate {
  /** PEM. */
  readonly certificate: string;
  /** PEM. */
  readonly privateKey: string;
}

/** The target of a VPC link. */
export interface LinkTarget {
  /** Id of the VPC link. */
  readonly linkId: string;
  /** ARN of the load balancer; undefined for links of the first version. */
  readonly targetArn: string | undefined;
  /** Host and port of the integration's URI. */
  readonly host: string;
  readonly port: number;
}

/**
 * Finds the address of a VPC link's target.
 *
 * @returns null or undefined while nothing listens there
 */
export type LocateTarget = (target: LinkTarget) => HostAddress | null | undefined;

/** A mapped request. */
export interface BackendRequest {
  /** A repeated header has a list of values. */
  readonly header: Readonly<Record<string, string | readonly string[]>>;
  readonly querystring: Readonly<Record<string, string | readonly string[]>>;
  readonly path: Readonly<Record<string, string>>;
  readonly body: string | Buffer;
}

/** The response of a backend. */
export interface BackendResponse {
  /** The value that selects an integration response: a status, or a function's error message. */
  readonly selector: string;
  /** By lower-case name. */
  readonly headers: ReadonlyMap<string, readonly string[]>;
  /** The names as the backend spells them, by lower-case name; undefined for AWS's services. */
  readonly headerNames?: ReadonlyMap<string, string>;
  readonly body: Buffer;
}

/** Calls a backend. @throws GatewayError without a response */
export type CallBackend = (request: BackendRequest, exchange: Exchange) => Promise<BackendResponse>;
