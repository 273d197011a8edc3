import type { RouteGuards } from "../guards/index.ts";
import type { Integration } from "../integrations/index.ts";

/** Methods that API Gateway serves; `ANY` stands for those that a path does not list. */
export const methods = ["ANY", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"] as const;

export type Method = (typeof methods)[number];

/** `"METHOD /path"`, such as `"GET /orders/{id}"` or `"ANY /files/{proxy+}"`. */
export type RouteKey = `${Method} /${string}`;

/** What a route is made of: its guards and its way to a backend. */
export type RouteDefinition<
  I extends Integration = Integration,
  Authorizer extends string = string,
> = RouteGuards<Authorizer> & {
  readonly integration: I;
};

/** A checked route. */
export interface Route extends RouteGuards<string> {
  /** The key it was defined under, for messages. */
  readonly key: string;
  readonly method: Method;
  /** Path template, such as `/orders/{id}`, without a slash at its end. */
  readonly path: string;
  readonly integration: Integration;
}
