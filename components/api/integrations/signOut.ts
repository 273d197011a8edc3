import * as pulumi from "@pulumi/pulumi";
import { oneOf } from "../../shared/options.ts";
import { type RouteGuards, type RouteTo, routeTo } from "../guards/index.ts";
import { RouteError } from "../route/routeError.ts";
import { jsonTemplate } from "../templates/jsonTemplate.ts";
import { from } from "../templates/source.ts";
import type { DenyListTable } from "../authorizers/revocation.ts";
import type { IntegrationKind } from "./integration.ts";
import { nothing } from "./mock.ts";
import { IntegrationError, integrationOptions } from "./named.ts";
import { serviceOperation } from "./serviceProxy.ts";

/** Which of the caller's sessions end. */
export interface SignOutSettings {
  /** `all` on every device, or the `own` one. @default "all" */
  readonly sessions?: "all" | "own";
}

/** Target: the deny list of the platform's user pool. */
export interface SignOutIntegration extends SignOutSettings {
  readonly kind: "signOut";
}

/**
 * A route that signs its caller out: it enters the caller into the deny list, without a function, and
 * responds with 204. Needs `identity.revocation`, which says when the entry takes effect. From then on the API
 * refuses every token of these sessions, and those that are still made by their refresh tokens.
 *
 * Cognito is not told, so it also works while Cognito is down. The app drops its tokens and tells
 * Cognito by `GlobalSignOut` or `RevokeToken`, which need no secret: only then do its refresh tokens end.
 *
 * @example
 * "POST /sign-out": signOut(),
 * "POST /sign-out/here": signOut({ sessions: "own" }),
 */
export function signOut<const Authorizer extends string = never>(
  options: SignOutSettings & RouteGuards<Authorizer> = {},
): RouteTo<SignOutIntegration, Authorizer> {
  return routeTo({ kind: "signOut" }, options);
}

export const signOutKind: IntegrationKind<SignOutIntegration> = {
  rule: integrationOptions<SignOutIntegration>({ sessions: oneOf(["all", "own"]) }),
  readsBodies: false,
  check: (_, { key, method, auth = "cognito" }) => {
    if (auth !== "cognito") {
      throw new RouteError(
        key,
        `it signs its caller out, but its auth is ${JSON.stringify(auth)}`,
        'Use auth: "cognito": only users of the pool have sessions.',
      );
    }
    if (["POST", "DELETE"].includes(method)) return;
    throw new RouteError(
      key,
      "a route that signs its caller out must be a POST or DELETE",
      'Write it as "POST /sign-out": other methods may be repeated or cached on the way.',
    );
  },
  bind: ({ sessions = "all" }, { key }, { region, revocation, roleFor }) => {
    if (!revocation) {
      throw new IntegrationError(
        `Route "${key}" signs its caller out, but tokens can't be revoked. Set identity.revocation.`,
      );
    }
    const { tableName, tableArn, keptSeconds } = revocation.denyList;
    const roleArn = roleFor({
      name: "sign_out-UpdateItem",
      action: "dynamodb:UpdateItem",
      resource: tableArn,
    });
    return pulumi.output({ tableName, roleArn }).apply((known) =>
      serviceOperation({
        route: key,
        uri: `arn:aws:apigateway:${region}:dynamodb:action/UpdateItem`,
        roleArn: known.roleArn,
        requestTemplate: () =>
          requestTemplate({ tableName: known.tableName, keptSeconds }, sessions),
        responseTemplate: () => nothing,
        successStatus: 204,
      }),
    );
  },
};

/** The request's time in seconds: the first ten digits of its milliseconds, whether these are a number or a text. */
const setNow = "#set($now = $context.requestTimeEpoch.toString().substring(0, 10))";

/** The entry of `functions/shared/denyList/entry.ts`. */
function requestTemplate(
  { tableName, keptSeconds }: Pick<DenyListTable, "keptSeconds"> & { readonly tableName: string },
  sessions: "all" | "own",
): string {
  const key =
    sessions === "all"
      ? { join: ["subject#", from.claim("sub")] }
      : { join: ["session#", from.claim("origin_jti")] };
  const request = jsonTemplate({
    TableName: tableName,
    Key: { key: { S: key } },
    // `if_not_exists` makes a sum of two values, because there is never an attribute "none".
    UpdateExpression: "SET #before = :now, expiresAt = if_not_exists(#none, :now) + :kept",
    ExpressionAttributeNames: { "#before": "before", "#none": "none" },
    ExpressionAttributeValues: { ":now": { N: "{now}" }, ":kept": { N: String(keptSeconds) } },
  });
  return setNow + request.replace('"{now}"', '"$now"');
}
