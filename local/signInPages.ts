import type { AwsEndpoint } from "./aws/endpoint.ts";
import { type readSignInDomains, startSignInPages } from "./edge/index.ts";
import type { Listener, TlsOptions } from "./edge/listen.ts";
import type { Resource } from "./graph/resource.ts";
import type { LoadedRegion } from "./sources/source.ts";

interface SignInParts {
  /** Domains of pools that the edge serves. */
  readonly domains: ReturnType<typeof readSignInDomains>;
  readonly endpoints: ReadonlyMap<string, AwsEndpoint>;
  readonly edgeUrl: string;
  /** `undefined` for HTTP. */
  readonly tls: TlsOptions | undefined;
  /** Port of the pages at `localhost`; 0 selects a free one. */
  readonly port: number;
}

/**
 * Serves the sign-in pages of the region whose pool has a domain: over HTTPS at a port of `localhost`, and by the pool's own domain at the
 * edge.
 *
 * @returns the listener at `localhost`; undefined without TLS, or without a pool that has a domain
 */
export async function serveSignIn(
  regions: readonly LoadedRegion[],
  { domains, endpoints, edgeUrl, tls, port }: SignInParts,
): Promise<Listener | undefined> {
  const edge = new URL(edgeUrl);
  for (const { name, region } of domains) {
    endpoints.get(region)?.identity?.servePagesAt(`${edge.protocol}//${name}:${edge.port}`);
  }
  const home = regions.find(({ resources }) => resources.some(isPoolDomain));
  const aws = home && endpoints.get(home.region);
  if (!tls || !aws?.identity) return undefined;
  const pages = await startSignInPages({ port, tls, region: aws.region, endpoint: aws.url });
  aws.identity.servePagesAt(pages.url);
  return pages;
}

const isPoolDomain = ({ type, outputs }: Resource): boolean =>
  type === "aws:cognito/userPoolDomain:UserPoolDomain" ||
  outputs["typeName"] === "AWS::Cognito::UserPoolDomain";
