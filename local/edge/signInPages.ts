import { forward } from "./forward.ts";
import { type Listener, listen, type TlsOptions } from "./listen.ts";
import { respondJson } from "./respond.ts";
import { cognitoAt } from "./signIn.ts";

interface SignInPagesOptions {
  /** Port on 127.0.0.1; 0 selects a free one. */
  readonly port: number;
  /** For `localhost`. */
  readonly tls: TlsOptions;
  /** Region of the user pool. */
  readonly region: string;
  /** URL of the region's AWS endpoint. */
  readonly endpoint: string;
}

/** Source: Cognito Developer Guide, "User pool endpoints and managed login reference". */
const paths = /^\/(?:(?:oauth2|saml2)\/|(?:login|logout)(?:\?|$)|[\w-]+_\w+\/\.well-known\/)/;

/**
 * Serves a pool's pages and its OAuth endpoints over HTTPS at `localhost`, as Cognito serves them at the prefix domain: client
 * libraries know no other scheme, and passkeys no other name on this machine.
 */
export async function startSignInPages({
  port,
  tls,
  region,
  endpoint,
}: SignInPagesOptions): Promise<Listener> {
  const cognito = cognitoAt(region, endpoint);
  const listener = await listen(port, tls, (request, response) => {
    if (!paths.test(request.url ?? "")) {
      respondJson(response, 404, { message: "Not Found" });
      return;
    }
    forward(request, response, [cognito], () => undefined).catch((error: unknown) => {
      console.error(error);
      response.destroy();
    });
  });
  return {
    url: `https://localhost:${new URL(listener.url).port}`,
    close: async (graceMs) => {
      await listener.close(graceMs);
      cognito.region.agent.destroy();
    },
  };
}
