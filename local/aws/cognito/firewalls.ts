import type { IncomingMessage } from "node:http";
import { callerOf, type OperationInput, poolOfToken } from "./caller.ts";
import { type CognitoResponse, jsonObject } from "./protocol.ts";

/** The parts of a request that AWS WAF sees. */
interface SeenRequest {
  readonly clientIp: string;
  readonly method: string;
  readonly uriPath: string;
  readonly query: string;
  /** Alternating names and values. */
  readonly rawHeaders: readonly string[];
  header(name: string): string | undefined;
}

/** A blocked request's own response. */
interface CustomResponse {
  readonly status: number;
  readonly headers: readonly string[];
  readonly body: string;
}

/** Decides about a request with a pool's web ACL. */
export type PoolFirewall = (
  request: SeenRequest,
) => Promise<{ readonly isAllowed: boolean; readonly response?: CustomResponse | undefined }>;

/**
 * The operations that AWS WAF inspects: those without a signature. It never sees the others, nor what users enter.
 *
 * Source: Cognito Developer Guide, "Associate an AWS WAF web ACL with a user pool".
 */
const inspected = new Set(
  `AssociateSoftwareToken ChangePassword CompleteWebAuthnRegistration ConfirmDevice ConfirmForgotPassword
   ConfirmSignUp DeleteUser DeleteUserAttributes DeleteWebAuthnCredential ForgetDevice ForgotPassword GetDevice
   GetTokensFromRefreshToken GetUser GetUserAttributeVerificationCode GetUserAuthFactors GlobalSignOut
   InitiateAuth ListDevices ListWebAuthnCredentials ResendConfirmationCode RespondToAuthChallenge RevokeToken
   SetUserMFAPreference SetUserSettings SignUp StartWebAuthnRegistration UpdateAuthEventFeedback
   UpdateDeviceStatus UpdateUserAttributes VerifySoftwareToken VerifyUserAttribute`.split(/\s+/),
);

/** Pages and OAuth endpoints of a pool's domain. */
const pages = /^\/(?:oauth2\/(?:authorize|token|userInfo|revoke|login)|login|logout)$/;

/** The web ACLs in front of a region's user pools. */
export class PoolFirewalls {
  readonly #byPool = new Map<string, PoolFirewall>();
  readonly #poolIdOf: (clientId: string) => Promise<string | undefined>;

  /** @param poolIdOf - finds the pool of a client */
  constructor(poolIdOf: (clientId: string) => Promise<string | undefined>) {
    this.#poolIdOf = poolIdOf;
  }

  set(userPoolId: string, firewall: PoolFirewall | undefined): void {
    if (firewall) this.#byPool.set(userPoolId, firewall);
    else this.#byPool.delete(userPoolId);
  }

  /** Whether a request, whose body must then be read, may concern a pool with a web ACL. */
  concern(operation: string | undefined, { url }: IncomingMessage): boolean {
    if (this.#byPool.size === 0) return false;
    return operation ? inspected.has(operation) : pages.test(String(url).split("?")[0]!);
  }

  /** The response to a blocked request; `undefined` if it is allowed. */
  async block(
    operation: string | undefined,
    request: IncomingMessage,
    body: Buffer,
  ): Promise<CognitoResponse | undefined> {
    const caller: OperationInput = operation ? jsonObject(body) : callerOf(request, body);
    const { ClientId: clientId, AccessToken: token } = caller;
    const poolId = clientId ? await this.#poolIdOf(String(clientId)) : poolOfToken(token);
    const firewall = this.#byPool.get(String(poolId));
    if (!firewall) return undefined;
    const verdict = await firewall(seen(request, operation, clientId));
    if (verdict.isAllowed) return undefined;
    return operation ? forbidden : page(verdict.response);
  }
}

function seen(
  { method, url, headers, rawHeaders, socket }: IncomingMessage,
  operation: string | undefined,
  clientId: string | undefined,
): SeenRequest {
  const [uriPath = "", query = ""] = String(url).split(/\?(.*)/s);
  const added: Record<string, string> = {
    ...(typeof clientId === "string" && { "x-amzn-cognito-client-id": clientId }),
    ...(operation && { "x-amzn-cognito-operation-name": operation }),
  };
  return {
    clientIp: socket.remoteAddress ?? "",
    method: String(method),
    uriPath,
    query,
    rawHeaders: [...rawHeaders, ...Object.entries(added).flat()],
    header: (name) => added[name] ?? headers[name]?.toString(),
  };
}

const ofAnyOrigin = ["access-control-allow-origin", "*"];

const forbidden: CognitoResponse = {
  status: 400,
  headers: [
    ...ofAnyOrigin,
    "content-type",
    "application/x-amz-json-1.1",
    "x-amzn-errortype",
    "ForbiddenException",
  ],
  body: Buffer.from(
    JSON.stringify({
      __type: "ForbiddenException",
      message: "Request not allowed due to WAF block.",
    }),
  ),
};

const page = (custom: CustomResponse | undefined): CognitoResponse => ({
  status: custom?.status ?? 403,
  headers: [...ofAnyOrigin, ...(custom?.headers ?? ["content-type", "text/plain"])],
  body: Buffer.from(custom?.body ?? "Forbidden"),
});
