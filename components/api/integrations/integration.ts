import type * as pulumi from "@pulumi/pulumi";
import type { Rule } from "../../shared/options.ts";
import type { OperationParts } from "../document/types.ts";
import type { RevocationArgs } from "../authorizers/revocation.ts";
import type { AuthGuard } from "../guards/auth.ts";
import type { CacheGuard } from "../guards/cache.ts";
import type { RequestGuard } from "../guards/request.ts";
import type { RoutePlace } from "../route/place.ts";

/** A function that routes invoke: the proxy function of one private service, or one of the platform's own. */
export interface ProxyFunction {
  functionName: pulumi.Input<string>;
  /** Alias to invoke. @default the function itself */
  qualifier?: pulumi.Input<string>;
  /** ARN to invoke, the alias's if there is one. */
  functionArn: pulumi.Input<string>;
}

/** A private service behind a VPC link. */
export interface LinkedService {
  /** Scheme, host and listener's port of its load balancer, such as `http://internal-….elb.amazonaws.com:80`. */
  url: pulumi.Input<string>;
  /** ARN of the load balancer. API Gateway refuses a listener's. */
  loadBalancerArn: pulumi.Input<string>;
  /** Id of the VPC link. */
  vpcLinkId: pulumi.Input<string>;
}

/** A region's targets of routes. */
export interface Backends {
  /** Proxy functions by the name of their service. */
  readonly proxies: Readonly<Record<string, ProxyFunction>>;
  /** Streaming proxy functions by the name of their service. @default none */
  readonly streamingProxies?: Readonly<Record<string, ProxyFunction>>;
  /** The platform's own functions by name. @default none */
  readonly functions?: Readonly<Record<string, ProxyFunction>>;
  /** Services behind a VPC link, by name. @default none */
  readonly linkedServices?: Readonly<Record<string, LinkedService>>;
  /** The platform's own resources by name, such as queues. @default none */
  readonly resources?: Readonly<Record<string, pulumi.Resource>> | undefined;
}

/** One action on one resource: everything that an integration's role allows. */
export interface Grant {
  /** Identifies the role within the API, such as `jobs-SendMessage`. */
  readonly name: string;
  /** Such as `sqs:SendMessage`. */
  readonly action: string;
  /** The resource's ARN. */
  readonly resource: pulumi.Input<string>;
}

/** The API that an integration is bound in. */
export interface BindingScope extends Backends {
  readonly region: string;
  /** How tokens of the user pool are revoked. @default they can't be */
  readonly revocation?: RevocationArgs | undefined;
  /** Headers by which callers identify themselves to the API's Lambda authorizers. */
  readonly credentialHeaders: readonly string[];
  /**
   * The role with a grant, created once for all routes that need it.
   *
   * @returns its ARN, known once its policy exists
   */
  roleFor(grant: Grant): pulumi.Input<string>;
}

/** The parts of a route that integrations read. */
export interface Place extends RoutePlace, AuthGuard<string>, CacheGuard, RequestGuard {}

/** A kind of integration. Another kind needs a file with one of these, and two lines in `index.ts`. */
export interface IntegrationKind<Definition> {
  /** Checks each option of the definition. */
  readonly rule: Rule;
  /** Set if its mapping templates read bodies, which must then be text. */
  readonly readsBodies: boolean;
  /** @throws RouteError if API Gateway would refuse it, or would not serve it as defined */
  check?(definition: Definition, place: Place): void;
  /**
   * The integration's part of a route's operation.
   *
   * @throws IntegrationError if the region lacks the target
   */
  bind(definition: Definition, place: Place, scope: BindingScope): pulumi.Input<OperationParts>;
}
