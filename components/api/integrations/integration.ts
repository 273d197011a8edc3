import type * as pulumi from "@pulumi/pulumi";
import type { Operation, Parameter, ResponseObject } from "../document/types.ts";
import type { Auth } from "../guards/index.ts";
import type { LinkedService } from "../linkedService.ts";
import type { ProxyFunction } from "../proxyFunction.ts";
import type { Method } from "../route/route.ts";

/** What a region has that a route may lead to. */
export interface Backends {
  readonly region: string;
  /** Proxy functions by the name of their service. */
  readonly proxies: Readonly<Record<string, ProxyFunction>>;
  /** Functions that stream, by the name of their service. @default none */
  readonly streamingProxies?: Readonly<Record<string, ProxyFunction>>;
  /** Services behind a VPC link, by name. @default none */
  readonly linkedServices?: Readonly<Record<string, LinkedService>>;
  /** The platform's own resources by name. */
  readonly resources: Readonly<Record<string, pulumi.Resource>>;
}

/** One action on one resource, and no other: what an integration's role allows. */
export interface Grant {
  /** Tells the role from the API's others, such as `jobs-SendMessage`. */
  readonly name: string;
  /** Such as `sqs:SendMessage`. */
  readonly action: string;
  /** The resource's ARN. */
  readonly resource: pulumi.Input<string>;
}

/** An integration's part of an operation in the OpenAPI document. */
export interface OperationParts {
  /** `x-amazon-apigateway-integration`. */
  readonly integration: Operation;
  /** By status. */
  readonly responses: Readonly<Record<string, ResponseObject>>;
  /** What it reads besides the path's own parameters. */
  readonly parameters?: readonly Parameter[];
  /** Whether templates read bodies, the request's or the answer's: then they have to be texts. */
  readonly readsBody?: boolean;
  /** Types of bodies that are bytes here, besides the common ones. @default none */
  readonly binaryTypes?: readonly string[];
}

/** An integration that knows which resources of the region it leads to. */
export interface Binding<Name extends string = string> {
  /** What the document names of them, such as a queue's URL. */
  readonly values: Readonly<Record<Name, pulumi.Input<string>>>;
  /** @default API Gateway acts in nobody's name */
  readonly grant?: Grant;
  /**
   * @param roleArn - the role with the grant; empty without one
   * @param place - the route that it is compiled for
   */
  compile(values: Readonly<Record<Name, string>>, roleArn: string, place: Place): OperationParts;
}

/** Where an integration stands, for checks. */
export interface Place {
  readonly key: string;
  readonly method: Method;
  readonly path: string;
  /** Who may call. @default "cognito" */
  readonly auth?: Auth;
  readonly scopes?: readonly string[];
  /** Headers by which callers of the API's Lambda authorizers say who they are. @default none */
  readonly credentialHeaders?: readonly string[];
}

/** A way to a backend. A further one is a file with one of these, and two lines in `index.ts`. */
export interface IntegrationKind<Definition> {
  /** @throws RouteError when API Gateway would refuse it, or it would not do what it says */
  check?(definition: Definition, place: Place): void;
  /** @throws IntegrationError when the region lacks what it leads to */
  bind(definition: Definition, backends: Backends): Binding;
}
