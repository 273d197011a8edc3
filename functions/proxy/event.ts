import type { APIGatewayProxyEventBase } from "aws-lambda";

/** What a Cognito authorizer verified; absent on routes that need no token. */
interface Authorizer {
  readonly claims?: Claims;
}

/** A token's claims as API Gateway passes them: text, lists joined by commas. */
export type Claims = Readonly<Record<string, string>>;

/**
 * The event of a REST API's Lambda proxy integration.
 * Source: API Gateway Developer Guide, "Lambda proxy integrations in API Gateway".
 */
export type ProxyEvent = APIGatewayProxyEventBase<Authorizer | null | undefined>;
