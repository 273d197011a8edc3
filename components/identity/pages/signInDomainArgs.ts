import type * as pulumi from "@pulumi/pulumi";
import { type DomainArgs, domainRules } from "../../endpoint/index.ts";
import { flag, check, type OptionRules, required } from "../../shared/options.ts";
import { hostName } from "../../shared/rules.ts";

/** A domain of your own for the sign-in pages and the token endpoint. */
export interface SignInDomainArgs {
  /**
   * Its name, such as `auth.example.com`, at most 63 characters. The name above it, here `example.com`,
   * must already have an A record, with any address, or Cognito refuses the domain.
   */
  readonly name: string;
  /** Id of the public hosted zone that contains the name. */
  readonly hostedZoneId: DomainArgs["hostedZoneId"];
  /** With a replica of the pool, SNS topics of us-east-1, at most 5, that the alarm of the health check notifies. @default none */
  readonly alarmTopicArns?: pulumi.Input<string>[] | undefined;
  /** With a replica of the pool, whether the health check has an alarm, for 0.10 USD a month. @default true */
  readonly alarm?: boolean;
}

/**
 * Sources: Cognito API Reference, "CreateUserPoolDomain" (Domain); Cognito Developer Guide, "Using your own
 * domain for managed login" (the parent's A record; no top-level domain as the parent).
 */
const signInName = check(
  (value) => hostName(63)(value, "").length === 0 && String(value).split(".").length > 2,
  "a host name in lower case of at most 63 characters below another name of yours, such as auth.example.com",
  "Cognito needs an A record of the name above it: auth.example.com needs one of example.com.",
);

export const signInDomainRules: OptionRules<SignInDomainArgs> = {
  name: required(signInName),
  hostedZoneId: domainRules.hostedZoneId,
  alarmTopicArns: domainRules.alarmTopicArns,
  alarm: flag,
};
