import * as pulumi from "@pulumi/pulumi";
import * as random from "@pulumi/random";
import type { FirewallLock } from "../api/firewall/index.ts";
import { type DomainArgs, regionHost } from "../endpoint/index.ts";
import type { Platform } from "../platform/index.ts";
import type { OptionFault } from "../shared/errors.ts";
import { gatewayHealthPath } from "./domain.ts";

interface Scope {
  readonly region: string;
  readonly definition: Platform;
  readonly domain?: DomainArgs | undefined;
  readonly home?: { readonly edgeSecrets?: pulumi.Input<string[]> | undefined };
}

/** The current secret and the one before it, so that no call is refused while they change. */
const secretCount = 2;

/** 285 bits. AWS WAF compares at most 200 bytes. Source: AWS WAF API Reference, "ByteMatchStatement". */
const secretLength = 48;

const hasEdge = (domain: DomainArgs | undefined): domain is DomainArgs =>
  domain?.edge !== undefined && domain.edge !== "none";

/** A region other than the home region gets the secrets from there. */
export function edgeFaults({ domain, home }: Scope): OptionFault[] {
  if (!hasEdge(domain) || !home || home.edgeSecrets !== undefined) return [];
  return [
    {
      argument: "home.edgeSecrets",
      given: undefined,
      allowed: "the home region's edgeSecrets, because the domain has an edge",
    },
  ];
}

/**
 * The secrets by which the regions know the edge, newest first: created at home, and read from the home
 * region's outputs elsewhere. Raising `edgeSecretVersion` by 1 creates a new secret and deletes the oldest
 * one; the edge sends the one between them until it is deployed too.
 *
 * @returns `undefined` without an edge
 */
export function edgeSecrets(
  name: string,
  { domain, home }: Scope,
  opts: pulumi.CustomResourceOptions,
): pulumi.Output<string>[] | undefined {
  if (!hasEdge(domain)) return undefined;
  if (home) return Array.from({ length: secretCount }, (_, index) => secretAt(home, index));
  const { edgeSecretVersion = 1 } = domain;
  return Array.from({ length: secretCount }, (_, index) => {
    const version = edgeSecretVersion - index;
    const args = { length: secretLength, special: false };
    return new random.RandomPassword(`${name}-edge-secret-${version}`, args, opts).result;
  });
}

const secretAt = ({ edgeSecrets }: NonNullable<Scope["home"]>, index: number) =>
  pulumi.secret(
    pulumi.output(edgeSecrets).apply((secrets) => {
      const secret = secrets?.[index];
      // An empty text would admit calls with an empty header.
      if (secret) return secret;
      throw new pulumi.RunError(
        `The home region's edgeSecrets has no item ${index}. Deploy the home region first.`,
      );
    }),
  );

/**
 * The lock of the region's API: only the edge, if the domain is behind one, and no way around mutual TLS
 * by the region's host, which has none. The health checks of Route 53 pass.
 */
export function lockOf(
  { region, definition, domain }: Scope,
  secrets: pulumi.Output<string>[] | undefined,
): FirewallLock | undefined {
  const hosts = domain?.truststore === undefined ? [] : [regionHost(region, domain.name)];
  if (!domain || (!secrets && hosts.length === 0)) return undefined;
  const healthPaths = [gatewayHealthPath, definition.healthPath!];
  return { healthPaths, secrets, edgeOnly: domain.edge === "only", hosts };
}
