import { cognitoRegion, type StackResources } from "./dns/readZone.ts";
import { canonicalName, type HealthCheck } from "./dns/model.ts";
import { healthCheckType, readHealthCheck } from "./dns/readHealthCheck.ts";
import type { Destination } from "./router.ts";
import { createTarget } from "./targets.ts";

/** A user pool's own domain. */
export interface SignInDomain {
  readonly name: string;
  /** The pool's region. */
  readonly region: string;
  /** Where Cognito serves it while the check is unhealthy. @default nowhere else */
  readonly failover?: { readonly check: HealthCheck; readonly secondary: string };
}

/** Of `AWS::Cognito::UserPoolDomain`, of which Cloud Control makes those of replicated pools. */
interface DomainState {
  readonly Domain: string;
  readonly Routing?: {
    readonly Failover?: {
      readonly PrimaryRoute53HealthCheckId: string;
      readonly SecondaryRegion: string;
    };
  };
}

export const readSignInDomains = (stacks: readonly StackResources[]): SignInDomain[] =>
  stacks.flatMap(({ region, resources }) =>
    resources.flatMap(({ type, outputs }) => {
      if (outputs["typeName"] === "AWS::Cognito::UserPoolDomain") {
        return [replicatedDomain(String(outputs["desiredState"]), region, resources)];
      }
      // Cognito's own domains have no certificate of the account's.
      return type === "aws:cognito/userPoolDomain:UserPoolDomain" && outputs["certificateArn"]
        ? [{ name: canonicalName(String(outputs["domain"])), region }]
        : [];
    }),
  );

function replicatedDomain(
  desiredState: string,
  region: string,
  resources: StackResources["resources"],
): SignInDomain {
  const state = JSON.parse(desiredState) as DomainState;
  const failover = state.Routing?.Failover;
  const check = resources.find(
    ({ type, id }) => type === healthCheckType && id === failover?.PrimaryRoute53HealthCheckId,
  );
  return {
    name: canonicalName(state.Domain),
    region,
    ...(failover &&
      check && {
        failover: {
          check: readHealthCheck(check, region, () => undefined),
          secondary: failover.SecondaryRegion,
        },
      }),
  };
}

/** Leads the domains of user pools to Cognito in one of their regions, as Cognito's own distribution does. */
export class SignIn {
  readonly #domains: readonly SignInDomain[];
  readonly #regions: ReadonlyMap<string, Destination>;
  readonly #isHealthy: (healthCheckId: string) => boolean;

  /**
   * @param endpoints - URLs of the AWS endpoints by region
   * @param isHealthy - state of a health check
   */
  constructor(
    domains: readonly SignInDomain[],
    endpoints: ReadonlyMap<string, string>,
    isHealthy: (healthCheckId: string) => boolean,
  ) {
    this.#domains = domains;
    this.#regions = new Map(
      [...endpoints].map(([region, url]) => [region, cognitoAt(region, url)]),
    );
    this.#isHealthy = isHealthy;
  }

  /** Cognito for a request's host. `undefined` if it is no domain of a user pool. */
  find(host: string): Destination | undefined {
    const asked = canonicalName(host.replace(/:\d+$/, ""));
    const domain = this.#domains.find(({ name }) => name === asked);
    if (!domain) return undefined;
    const { region, failover } = domain;
    const isHealthy = !failover || this.#isHealthy(failover.check.id);
    return this.#regions.get(isHealthy ? region : failover.secondary);
  }

  /** Cognito's regional endpoint, which health checks call. */
  endpoint(host: string): Destination | undefined {
    const region = cognitoRegion(host);
    return region === undefined ? undefined : this.#regions.get(region);
  }

  close(): void {
    for (const { region } of this.#regions.values()) region.agent.destroy();
  }
}

export function cognitoAt(name: string, url: string): Destination {
  const { hostname, port } = new URL(url);
  return {
    region: createTarget({ name, apiUrl: url }),
    locate: (path) => ({ hostname, port, path }),
  };
}
