import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import Provider from "oidc-provider";

/** A user of an identity provider. */
export interface ProviderUser {
  readonly sub: string;
  readonly [claim: string]: unknown;
}

/** An OpenID Connect server (`oidc-provider`) that signs in `user` without asking. */
export class OidcServer {
  readonly issuer: string;
  readonly clientId = "cognito";
  readonly clientSecret = "secret-of-the-client-at-the-provider";
  user: ProviderUser = { sub: "ann" };
  readonly #server: Server;

  private constructor(server: Server, issuer: string) {
    this.#server = server;
    this.issuer = issuer;
  }

  /** @param responseUrl - where the client's users return */
  static async start(responseUrl: string): Promise<OidcServer> {
    const server = createServer();
    await once(server.listen(0, "127.0.0.1"), "listening");
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const own = new OidcServer(server, issuer);
    const provider = own.#provider(responseUrl);
    const serve = provider.callback();
    server.on("request", (request: IncomingMessage, response: ServerResponse) => {
      if (!request.url!.startsWith("/interaction/")) return void serve(request, response);
      const login = { accountId: own.user.sub };
      void provider.interactionFinished(request, response, { login, consent: {} });
    });
    return own;
  }

  /** `ProviderDetails` of an identity provider of type OIDC. */
  get details(): Record<string, string> {
    return {
      oidc_issuer: this.issuer,
      client_id: this.clientId,
      client_secret: this.clientSecret,
      authorize_scopes: "openid email profile",
      attributes_request_method: "GET",
    };
  }

  async close(): Promise<void> {
    this.#server.close();
    this.#server.closeAllConnections();
    await once(this.#server, "close");
  }

  #provider(responseUrl: string): Provider {
    const provider: Provider = new Provider(this.issuer, {
      clients: [
        {
          client_id: this.clientId,
          client_secret: this.clientSecret,
          redirect_uris: [responseUrl],
          // As Cognito authenticates.
          token_endpoint_auth_method: "client_secret_post",
        },
      ],
      claims: {
        email: ["email", "email_verified"],
        profile: ["name", "custom:tenant", "groups"],
      },
      cookies: { keys: ["tests"] },
      features: { devInteractions: { enabled: false } },
      pkce: { required: () => false },
      interactions: { url: (_, { uid }) => `/interaction/${uid}` },
      findAccount: (_, sub) => ({ accountId: sub, claims: () => ({ ...this.user, sub }) }),
      loadExistingGrant: async ({ oidc }): Promise<InstanceType<Provider["Grant"]>> => {
        const grant = new provider.Grant({
          accountId: oidc.session!.accountId!,
          clientId: this.clientId,
        });
        grant.addOIDCScope("openid email profile");
        await grant.save();
        return grant;
      },
    });
    return provider;
  }
}
