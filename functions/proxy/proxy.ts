import type { APIGatewayProxyResult } from "aws-lambda";
import type { CallContext } from "./call.ts";
import { createCore, type Prepare } from "./core.ts";
import type { ProxyEvent } from "./event.ts";
import { readWhole } from "./receive.ts";
import type { Resilience } from "./resilience/resilience.ts";
import { maxPayloadBytes, toProxyResult } from "./response.ts";
import type { ProxySettings } from "./settings.ts";

/**
 * Passes calls on to a service in the VPC and its responses back.
 *
 * The service receives the claims that the gateway verified as `x-user-*` headers, never the token
 * itself. It can trust them: such headers of a client are removed. Every response has the header
 * `x-correlation-id`, and every call writes one log line with that id.
 *
 * @param resilience - makes the calls by the options of that name @default each call is sent once
 * @returns the function's handler, which never rejects
 */
export function createProxy(
  settings: ProxySettings,
  resilience?: Resilience,
  prepare?: Prepare,
): (event: ProxyEvent, context: CallContext) => Promise<APIGatewayProxyResult> {
  const carry = createCore<Buffer>(settings, readWhole(maxPayloadBytes), resilience, prepare);
  return (event, context) => carry(event, context, toProxyResult);
}
