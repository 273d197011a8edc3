import {
  CreateIdentityProviderCommand,
  type CreateIdentityProviderRequest,
  type CreateUserPoolClientRequest,
  type CreateUserPoolRequest,
} from "@aws-sdk/client-cognito-identity-provider";
import assert from "node:assert/strict";
import { createHash, randomBytes } from "node:crypto";
import type { AwsEndpoint } from "../../../../endpoint.ts";
import { UserPool } from "../../testing/userPool.ts";
import { Browser } from "./browser.ts";

export const callback = "http://localhost:5173/callback";

/** Tokens, or an error, of the token endpoint. */
export type TokenReply = Readonly<Record<string, string | undefined>>;

/** A pool whose client signs in by identity providers with the code flow and PKCE. */
export class FederatedPool {
  readonly pool: UserPool;
  readonly #aws: AwsEndpoint;

  private constructor(aws: AwsEndpoint, pool: UserPool) {
    this.#aws = aws;
    this.pool = pool;
  }

  /** Without providers: they come first, then the client that has them. */
  static async create(
    aws: AwsEndpoint,
    pool: Partial<CreateUserPoolRequest> = {},
  ): Promise<FederatedPool> {
    return new FederatedPool(aws, await UserPool.create(aws, pool));
  }

  static existing(aws: AwsEndpoint, userPoolId: string, clientId: string): FederatedPool {
    return new FederatedPool(aws, UserPool.existing(aws, userPoolId, clientId));
  }

  /** The pool with a client that has these providers. */
  async withClient(
    providers: readonly string[],
    client: Partial<CreateUserPoolClientRequest> = {},
  ): Promise<FederatedPool> {
    const pool = await this.pool.withClient(clientOf(providers, client));
    return new FederatedPool(this.#aws, pool);
  }

  async addProvider(
    ProviderName: string,
    ProviderDetails: Record<string, string>,
    more: Partial<CreateIdentityProviderRequest> = {},
  ): Promise<void> {
    await this.#aws.cognito.send(
      new CreateIdentityProviderCommand({
        UserPoolId: this.pool.userPoolId,
        ProviderName,
        ProviderType: "OIDC",
        ProviderDetails,
        AttributeMapping: { email: "email", email_verified: "email_verified", name: "name" },
        ...more,
      }),
    );
  }

  /** The authorize endpoint's URL. */
  authorizeUrl(parameters: Record<string, string>): string {
    const query = new URLSearchParams({
      client_id: this.pool.clientId,
      redirect_uri: callback,
      response_type: "code",
      scope: "openid email profile",
      ...parameters,
    });
    return `${this.#aws.url}/oauth2/authorize?${query}`;
  }

  /** Signs in by a provider. @returns the parameters of the callback */
  async begin(
    provider: string,
    parameters: Record<string, string> = {},
    browser = new Browser(),
  ): Promise<Record<string, string>> {
    const url = this.authorizeUrl({ identity_provider: provider, ...parameters });
    const visit = await browser.visit(url, callback);
    assert.ok(visit.url.startsWith(callback), `${visit.status} ${visit.text}`);
    return Object.fromEntries(new URL(visit.url).searchParams);
  }

  /** Signs in by a provider with PKCE and takes the tokens. */
  async signIn(provider: string, parameters: Record<string, string> = {}): Promise<SignedIn> {
    const verifier = randomBytes(32).toString("base64url");
    const { code, ...rest } = await this.begin(provider, {
      ...challengeOf(verifier),
      ...parameters,
    });
    assert.ok(code, JSON.stringify(rest));
    const reply = await this.redeem(code, { code_verifier: verifier });
    assert.ok(reply["access_token"], JSON.stringify(reply));
    return { reply, id: claimsOf(reply["id_token"]!), access: claimsOf(reply["access_token"]) };
  }

  async redeem(code: string, form: Record<string, string> = {}): Promise<TokenReply> {
    const response = await fetch(`${this.#aws.url}/oauth2/token`, {
      method: "POST",
      body: new URLSearchParams({
        grant_type: "authorization_code",
        client_id: this.pool.clientId,
        redirect_uri: callback,
        code,
        ...form,
      }),
    });
    return (await response.json()) as TokenReply;
  }
}

export interface SignedIn {
  readonly reply: TokenReply;
  readonly id: Readonly<Record<string, unknown>>;
  readonly access: Readonly<Record<string, unknown>>;
}

export const challengeOf = (verifier: string): Record<string, string> => ({
  code_challenge: createHash("sha256").update(verifier).digest("base64url"),
  code_challenge_method: "S256",
});

const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as Record<string, unknown>;

const clientOf = (
  SupportedIdentityProviders: readonly string[],
  client: Partial<CreateUserPoolClientRequest>,
): Partial<CreateUserPoolClientRequest> => ({
  AllowedOAuthFlows: ["code"],
  AllowedOAuthScopes: ["openid", "email", "profile"],
  AllowedOAuthFlowsUserPoolClient: true,
  CallbackURLs: [callback],
  LogoutURLs: [callback],
  SupportedIdentityProviders: [...SupportedIdentityProviders],
  ...client,
});
