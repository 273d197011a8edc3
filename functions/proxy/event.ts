import type { APIGatewayProxyEventBase } from "aws-lambda";

/** What a Cognito authorizer verified; absent on routes that need no token. */
interface Authorizer {
  readonly claims?: Claims;
}

/** A token's claims. API Gateway passes text, lists joined by commas, but documents that nowhere. */
export type Claims = Readonly<Record<string, unknown>>;

/**
 * The event of a REST API's Lambda proxy integration.
 * Source: API Gateway Developer Guide, "Lambda proxy integrations in API Gateway".
 */
export type ProxyEvent = APIGatewayProxyEventBase<Authorizer | null | undefined>;
