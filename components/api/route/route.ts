import type { RouteGuards } from "../guards/index.ts";
import type { Integration } from "../integrations/index.ts";
import type { RouteKey, RoutePlace } from "./place.ts";

/** A route's guards and integration. */
export type RouteDefinition<
  I extends Integration = Integration,
  Authorizer extends string = string,
> = RouteGuards<Authorizer> & {
  readonly integration: I;
};

/** Routes by `"METHOD /path"`, such as `"GET /orders/{id}"` or `"ANY /files/{proxy+}"`. */
export type RouteTable<I extends Integration = Integration, Authorizer extends string = string> = {
  readonly [Key in RouteKey]: RouteDefinition<I, Authorizer>;
};

/** A parsed route. */
export interface Route extends RoutePlace, RouteGuards<string> {
  readonly integration: Integration;
}
