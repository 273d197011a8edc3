import type * as pulumi from "@pulumi/pulumi";
import { Faults } from "../shared/errors.ts";
import {
  anything,
  check,
  flag,
  input,
  listOf,
  oneOf,
  optionFaults,
  type OptionRules,
  options,
  required,
  text,
} from "../shared/options.ts";
import { logRetentionDays } from "../shared/rules.ts";
import { type RevocationArgs, revocationRules } from "./authorizers/revocation.ts";
import { userPoolFunctionFaults } from "./authorizers/userPool.ts";
import type { ParsedApi } from "./definition.ts";
import { type FirewallLock, lockRules, webAclRules } from "./firewall/index.ts";
import { type Throttle, throttleRule } from "./guards/throttle.ts";
import type { Backends } from "./integrations/integration.ts";
import { type ReleaseArgs, releaseFaults, releaseRules } from "./resources/release.ts";
import { errorsOf } from "./route/routeError.ts";

export interface ApiArgs extends Backends, ReleaseArgs {
  /** The stack's region, which addresses of integrations contain. */
  region: string;
  /** The API's title. */
  title: string;
  /** Routes and settings, the same in every region: `defineApi({ … })`. */
  definition: ParsedApi;
  /** ARNs of user pools, in any region, whose tokens are valid here; at least one. */
  userPoolArns: pulumi.Input<string>[];
  /**
   * Issuers whose tokens a function of ours accepts, in place of API Gateway's Cognito authorizer: names
   * of one user pool, its current one first. Needed for a replicated pool, whose issuer API Gateway does
   * not accept, and for revocation. @default API Gateway checks the tokens
   */
  issuers?: pulumi.Input<string>[] | undefined;
  /** With `issuers`: refuses tokens that were revoked. @default tokens work until they expire */
  revocation?: RevocationArgs | undefined;
  /** Limit of the stage for routes without one of their own. @default 500 calls per second, bursts of 250 */
  throttle?: Throttle;
  /** Overrides the limit of the definition's firewall. @default the definition's */
  requestsPerAddress?: number | undefined;
  /** Limits callers to an edge in front of the API and to health checks. @default every caller */
  lock?: FirewallLock | undefined;
  /** Values for the definition's `apiKeys`, by name. @default AWS generates them */
  apiKeyValues?: pulumi.Input<Record<string, string>>;
  /**
   * Closes the API's default address, which responds with 403 then, in favour of a custom domain. It is
   * part of the document and so takes effect by a new deployment. Set `false` to open it again: without
   * a value it stays as it is.
   * @default open in a new API
   */
  disableExecuteApiEndpoint?: boolean | undefined;
  /**
   * TLS policy of the API, one that begins with `SecurityPolicy_`. AWS's pages disagree on whether the
   * API's or its domain's policy decides: give both the same. @default TLS 1.2 and 1.3
   */
  securityPolicy?: string | undefined;
  /**
   * `STRICT` refuses calls whose Host header differs from the name in the TLS handshake. A change takes
   * about 15 minutes.
   * @default "BASIC"
   */
  endpointAccessMode?: "BASIC" | "STRICT" | undefined;
  /** First part of the path of the API's default address. @default "live" */
  stageName?: string;
  /** Days that the access log is kept. @default 30 */
  logRetentionDays?: number;
}

const argRules: OptionRules<ApiArgs> = {
  ...releaseRules,
  region: required(text()),
  title: required(text()),
  definition: required(
    check((value) => Array.isArray((value as ParsedApi | undefined)?.routes), "defineApi({ … })"),
  ),
  proxies: required(anything),
  streamingProxies: anything,
  functions: anything,
  linkedServices: anything,
  resources: anything,
  userPoolArns: required(
    listOf(input(text()), { least: 1, allowed: "a list of at least one ARN" }),
  ),
  issuers: listOf(input(text()), { least: 1, allowed: "a list of at least one issuer" }),
  revocation: options(revocationRules),
  throttle: throttleRule,
  requestsPerAddress: webAclRules.requestsPerAddress,
  lock: options(lockRules),
  apiKeyValues: anything,
  disableExecuteApiEndpoint: flag,
  securityPolicy: text(
    /^SecurityPolicy_\w+$/,
    "an enhanced policy, such as SecurityPolicy_TLS13_1_2_2021_06",
  ),
  endpointAccessMode: oneOf(["BASIC", "STRICT"]),
  stageName: text(/^\w{1,128}$/, "at most 128 letters, digits and _"),
  logRetentionDays,
};

const revocationWithoutIssuers = {
  argument: "issuers",
  given: undefined,
  allowed: "the pool's issuers, with revocation",
  fix: "API Gateway's own authorizer never learns of revoked tokens.",
};

/** @throws ComponentArgumentError | RouteError for a fault, DefinitionError for several */
export function checkArgs(component: string, args: ApiArgs): void {
  const faults = new Faults();
  const wrong = optionFaults(args, argRules);
  const found =
    wrong.length > 0
      ? wrong
      : [
          ...releaseFaults(releaseOf(args), args.definition.routes),
          ...(args.issuers ? userPoolFunctionFaults(args.definition.routes, args.revocation) : []),
          ...(args.revocation && !args.issuers ? [revocationWithoutIssuers] : []),
        ];
  faults.add(...errorsOf(component, found));
  faults.throwIfAny(component);
}

/** The stage's variables and canary: those of the stack override the definition's. */
export const releaseOf = ({
  definition,
  stageVariables,
  canary,
}: Pick<ApiArgs, "definition" | keyof ReleaseArgs>): ReleaseArgs => ({
  stageVariables: { ...definition.stageVariables, ...stageVariables },
  canary,
});
