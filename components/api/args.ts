import type * as pulumi from "@pulumi/pulumi";
import { ComponentArgumentError } from "../shared/errors.ts";
import { type AnswerOptions, checkAnswerOptions } from "./document/responses.ts";
import { type AuthorizerDefinitions, checkAuthorizers } from "./authorizers/index.ts";
import { checkStageCache, type StageCacheArgs } from "./caching/stageCache.ts";
import {
  checkClientCertificates,
  type ClientCertificatesArgs,
} from "./resources/clientCertificates.ts";
import { checkFirewallOptions, type FirewallArgs } from "./firewall/index.ts";
import { type Auth, checkThrottle, type Throttle } from "./guards/index.ts";
import type { Resources } from "./integrations/index.ts";
import type { LinkedService } from "./linkedService.ts";
import type { ProxyFunction } from "./proxyFunction.ts";
import { checkRelease, type ReleaseArgs } from "./resources/release.ts";
import type { Route, RouteDefinition } from "./route/route.ts";
import { checkUsagePlans, type UsagePlanArgs } from "./usagePlans/index.ts";
import { type ApiVersions, checkVersions } from "./versions/index.ts";

export interface ApiArgs extends AnswerOptions, UsagePlanArgs, ReleaseArgs, StageCacheArgs {
  /** The stack's region; stands in the addresses of integrations. */
  region: string;
  /** The API's title. */
  title: string;
  /** Routes by `"METHOD /path"`. */
  routes: Record<string, RouteDefinition>;
  /** Versions that are served side by side, each under its name. @default none */
  versions?: ApiVersions | undefined;
  /** Proxy functions by the name of their service. */
  proxies: Record<string, ProxyFunction>;
  /** Functions that stream, by the name of their service. @default none */
  streamingProxies?: Record<string, ProxyFunction>;
  /** Services that a VPC link leads to, by name. @default none */
  linkedServices?: Record<string, LinkedService>;
  /** Certificates by which outside endpoints can tell the API's calls. @default none */
  clientCertificates?: ClientCertificatesArgs;
  /** The platform's own resources by name, such as the queues that routes lead to. @default none */
  resources?: Resources;
  /** User pools, in any region, whose tokens are valid here; one at least. */
  userPoolArns: pulumi.Input<string>[];
  /** Lambda authorizers by name; one that no route names makes no function. @default none */
  authorizers?: AuthorizerDefinitions;
  /** Who may call routes that don't say it. @default "cognito" */
  defaultAuth?: Auth;
  /** AWS WAF in front of the stage; `false` leaves the API without. @default all of its rules, with their defaults */
  firewall?: FirewallArgs | false;
  /** What the stage lets through in total where a route has no limit of its own. @default 500 calls per second, bursts of 250 */
  throttle?: Throttle;
  /** Values that the keys in `apiKeys` take over, by name. @default AWS makes them up */
  apiKeyValues?: pulumi.Input<Record<string, string>>;
  /** First part of the path of the API's default address. @default "live" */
  stageName?: string;
  /** Days that the access log is kept. @default 30 */
  logRetentionDays?: number;
}

/** Everything that can be known to be wrong before the first resource exists. */
export function checkArgs(
  component: string,
  args: ApiArgs & { throttle: Throttle },
  routes: Route[],
): void {
  checkVersions(component, args.versions ?? {});
  checkOptions(component, args, routes);
  checkStageThrottle(component, args.throttle);
  if (args.clientCertificates) checkClientCertificates(component, args.clientCertificates);
}

/** What an API has beside its routes and is the same in every region. */
type ApiOptions = AnswerOptions &
  UsagePlanArgs &
  ReleaseArgs &
  StageCacheArgs &
  Pick<ApiArgs, "authorizers" | "firewall">;

/** @throws ComponentArgumentError | RouteError for the first option that AWS would refuse, or that does not fit the routes */
export function checkOptions(component: string, options: ApiOptions, routes: Route[]): void {
  checkAuthorizers(component, options.authorizers ?? {}, routes);
  checkUsagePlans(component, options, routes);
  checkAnswerOptions(component, options, routes);
  checkRelease(component, options, routes);
  checkStageCache(component, options, routes);
  if (options.firewall) checkFirewallOptions(component, options.firewall);
}

/** @throws ComponentArgumentError when API Gateway can't hold the limit */
export function checkStageThrottle(component: string, given: Throttle): void {
  checkThrottle(
    given,
    (problem, fix) =>
      new ComponentArgumentError({
        component,
        argument: "throttle",
        given,
        allowed: `a limit within the account's (${problem})`,
        fix,
      }),
  );
}
