import type { APIGatewayProxyEventBase } from "aws-lambda";

/**
 * The result of an authorizer; absent on routes that need no token. A Cognito authorizer has `claims`,
 * our own for user pools (`functions/authorizers/userPool`) a key `claim_…` for each claim.
 */
type Authorizer = Readonly<Record<string, unknown>> & { readonly claims?: Claims };

/** A token's claims. API Gateway passes strings, lists joined by commas, but does not document it. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * The event of a REST API's Lambda proxy integration.
 * Source: API Gateway Developer Guide, "Lambda proxy integrations in API Gateway".
 */
export type ProxyEvent = APIGatewayProxyEventBase<Authorizer | null | undefined>;
