import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import {
  anything,
  checkOptions,
  input,
  type OptionRules,
  options,
  required,
  text,
} from "../../shared/options.ts";
import type { AuthorizerDefinitions } from "../authorizers/definition.ts";
import type { Route } from "../route/route.ts";
import { type FirewallArgs, firewallRules, type RuleName, ruleNames } from "./args.ts";
import * as defaults from "./defaults.ts";
import { largeBodyPattern } from "./largeBodies.ts";
import {
  createLockRules,
  edgeHeader,
  edgeStatement,
  type FirewallLock,
  lockRules,
} from "./lock.ts";
import { logMatches, secretHeaders } from "./logMatches.ts";
import { createRules, inspectedKilobytes, modesOf, visibility } from "./rules.ts";

export interface FirewallOfStageArgs extends FirewallArgs {
  /** ARN of the stage to protect. */
  readonly stageArn: pulumi.Input<string>;
  readonly stageName: string;
  /** The stage's routes, of which some may accept large bodies. */
  readonly routes: readonly Route[];
  /** The API's authorizers; their headers are kept out of the log. @default none */
  readonly authorizers?: AuthorizerDefinitions | undefined;
  /** Limits callers to an edge in front of the API and to health checks. @default every caller */
  readonly lock?: FirewallLock | undefined;
}

const argRules: OptionRules<FirewallOfStageArgs> = {
  ...firewallRules,
  stageArn: required(input(text())),
  stageName: required(text()),
  routes: required(anything),
  authorizers: anything,
  lock: options(lockRules),
};

/**
 * AWS WAF in front of a stage of a REST API: floods, oversized bodies and known attacks get 403 before
 * authorizers and throttles.
 *
 * Creates a web ACL with its association, and a log group of the requests that a rule matched, with
 * its logging configuration. Costs 10 USD a month at rest (5 for the web ACL, 1 per rule; us-east-1,
 * November 2026) and 0.60 USD per million requests, more for bodies over 16 KB.
 */
export class Firewall extends pulumi.ComponentResource {
  readonly webAclArn: pulumi.Output<string>;

  constructor(name: string, args: FirewallOfStageArgs, opts?: pulumi.ComponentResourceOptions) {
    checkOptions(`Firewall "${name}"`, args, argRules);
    const largeBodies = largeBodyPattern(args.routes, args.stageName);
    super("palisade:api:Firewall", name, {}, opts);
    const child = { parent: this };
    warnOfRulesOff(args, this);

    const headers = [
      ...secretHeaders(args.authorizers),
      ...(args.lock?.secrets ? [edgeHeader] : []),
    ];
    const webAcl = createWebAcl(name, args, headers, largeBodies, child);
    new aws.wafv2.WebAclAssociation(
      name,
      { resourceArn: args.stageArn, webAclArn: webAcl.arn },
      child,
    );
    logMatches(name, args.firewallLogRetentionDays, headers, webAcl, child);

    this.webAclArn = webAcl.arn;
    this.registerOutputs({ webAclArn: this.webAclArn });
  }
}

function warnOfRulesOff(args: FirewallArgs, firewall: Firewall): void {
  const modes = modesOf(args);
  const isMissing = (rule: RuleName) => modes[rule] === "off" && defaults.rules[rule] !== "off";
  const missing = ruleNames.filter(isMissing);
  if (missing.length > 0) {
    void pulumi.log.warn(`The firewall's rules are off: ${missing.join(", ")}.`, firewall);
  }
}

function createWebAcl(
  name: string,
  args: FirewallOfStageArgs,
  headers: string[],
  largeBodies: string | undefined,
  opts: pulumi.CustomResourceOptions,
): aws.wafv2.WebAcl {
  const { lock, stageName } = args;
  return new aws.wafv2.WebAcl(
    name,
    {
      scope: "REGIONAL",
      defaultAction: { allow: {} },
      rules: [
        ...createRules(name, args, { largeBodies, uncounted: edgeStatement(lock) }),
        ...(lock ? createLockRules(name, lock, stageName) : []),
      ],
      associationConfig: {
        requestBodies: [
          { apiGateway: { defaultSizeInspectionLimit: `KB_${inspectedKilobytes(args)}` } },
        ],
      },
      // The log's redaction does not cover samples and the details of a match.
      dataProtectionConfig: {
        dataProtections: [
          { action: "SUBSTITUTION", field: { fieldType: "SINGLE_HEADER", fieldKeys: headers } },
        ],
      },
      visibilityConfig: visibility(name),
    },
    opts,
  );
}
