import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { UserDirectoryArgs } from "./args.ts";
import { checkArgs } from "./checkArgs.ts";
import {
  createMachineClient,
  createPublicClient,
  type ScopesArgs,
  type TokenArgs,
} from "./clients.ts";
import { CodeSender } from "./codeSender.ts";
import * as defaults from "./defaults.ts";
import {
  createTriggers,
  lambdaConfig,
  permitPool,
  type Triggers,
  type TriggerSpec,
} from "./triggers.ts";

/**
 * The platform's users: a Cognito user pool with verified email addresses, and its clients.
 *
 * Creates the pool (Essentials plan) with a function, role, log and permission for each trigger, a
 * public client and, with `machineScopes`, a resource server, a domain for its token endpoint and
 * a machine client; with `senderEmail`, an SES identity. Costs nothing at rest; 0.015 USD per
 * monthly active user beyond the first 10,000.
 */
export class UserDirectory extends pulumi.ComponentResource {
  readonly userPoolId: pulumi.Output<string>;
  /** What an authorizer in any region trusts. */
  readonly userPoolArn: pulumi.Output<string>;
  /** What stands in the tokens' `iss`. */
  readonly issuer: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;
  /** `undefined` without `machineScopes`. */
  readonly machineClientId: pulumi.Output<string> | undefined;

  constructor(name: string, args: UserDirectoryArgs, opts?: pulumi.ComponentResourceOptions) {
    checkArgs(`UserDirectory "${name}"`, args);
    super("palisade:identity:UserDirectory", name, {}, opts);
    const child = { parent: this };

    const signInTriggers = args.senderEmail
      ? mailedCodeTriggers(name, args.platformName, args.senderEmail, child)
      : {};
    const triggers = createTriggers(name, { ...accountTriggers(args), ...signInTriggers }, child);
    const pool = createPool(name, args, triggers, child);
    permitPool(name, triggers, pool, child);

    const publicClient = createPublicClient(
      `${name}-public`,
      {
        ...args,
        userPoolId: pool.id,
        passwordAuth: args.allowPasswordAuth ?? false,
        customAuth: args.senderEmail !== undefined,
      },
      child,
    );
    const machineClient = args.machineScopes
      ? admitMachines(name, args, args.machineScopes, pool, child)
      : undefined;

    this.userPoolId = pool.id;
    this.userPoolArn = pool.arn;
    this.issuer = pulumi.interpolate`https://cognito-idp.${args.region}.amazonaws.com/${pool.id}`;
    this.clientId = publicClient.id;
    this.machineClientId = machineClient?.id;
    this.registerOutputs({
      userPoolId: this.userPoolId,
      userPoolArn: this.userPoolArn,
      issuer: this.issuer,
      clientId: this.clientId,
      machineClientId: this.machineClientId,
    });
  }
}

/** Who may sign up, what they are told, and what their tokens say. */
const accountTriggers = (args: UserDirectoryArgs) => ({
  preSignUp: { environment: { ALLOWED_EMAIL_DOMAINS: (args.allowedEmailDomains ?? []).join(",") } },
  customMessage: { environment: { PLATFORM_NAME: args.platformName } },
  postConfirmation: {},
  preTokenGeneration: {},
});

/** Sign-in with a mailed code: three triggers, of which one sends mail. */
function mailedCodeTriggers(
  name: string,
  platformName: string,
  senderEmail: string,
  opts: pulumi.ComponentResourceOptions,
): Record<"defineAuthChallenge" | "createAuthChallenge" | "verifyAuthChallenge", TriggerSpec> {
  const sender = new CodeSender(`${name}-sender`, { email: senderEmail }, opts);
  return {
    defineAuthChallenge: {},
    createAuthChallenge: {
      environment: { PLATFORM_NAME: platformName, SENDER_EMAIL: senderEmail },
      statements: [sender.statement],
    },
    verifyAuthChallenge: {},
  };
}

function createPool(
  name: string,
  args: UserDirectoryArgs,
  triggers: Triggers,
  opts: pulumi.CustomResourceOptions,
): aws.cognito.UserPool {
  const protect = args.deletionProtection ?? true;
  const totpMfa = args.totpMfa ?? "OPTIONAL";
  return new aws.cognito.UserPool(
    name,
    {
      userPoolTier: "ESSENTIALS",
      usernameAttributes: ["email"],
      usernameConfiguration: { caseSensitive: false },
      autoVerifiedAttributes: ["email"],
      // A new address counts only once its owner has confirmed it.
      userAttributeUpdateSettings: { attributesRequireVerificationBeforeUpdates: ["email"] },
      accountRecoverySetting: {
        recoveryMechanisms: [{ name: "verified_email", priority: 1 }],
      },
      schemas: [tenantAttribute],
      passwordPolicy: {
        minimumLength: args.passwordMinimumLength ?? defaults.passwordMinimumLength,
        requireLowercase: true,
        requireUppercase: true,
        requireNumbers: true,
        requireSymbols: true,
        temporaryPasswordValidityDays: defaults.temporaryPasswordDays,
      },
      mfaConfiguration: totpMfa,
      ...(totpMfa === "OFF" ? {} : { softwareTokenMfaConfiguration: { enabled: true } }),
      lambdaConfig: lambdaConfig(triggers),
      deletionProtection: protect ? "ACTIVE" : "INACTIVE",
    },
    pulumi.mergeOptions(opts, { protect, retainOnDelete: protect }),
  );
}

/** Which customer a user belongs to. Constraints are spelled out, or each preview wants a new pool. */
const tenantAttribute = {
  name: "tenant",
  attributeDataType: "String",
  developerOnlyAttribute: false,
  mutable: true,
  required: false,
  stringAttributeConstraints: { minLength: "1", maxLength: "64" },
};

function admitMachines(
  name: string,
  args: TokenArgs,
  { identifier, scopes }: ScopesArgs,
  pool: aws.cognito.UserPool,
  opts: pulumi.CustomResourceOptions,
): aws.cognito.UserPoolClient {
  const resourceServer = new aws.cognito.ResourceServer(
    name,
    {
      userPoolId: pool.id,
      identifier,
      name: identifier,
      scopes: Object.entries(scopes).map(([scopeName, scopeDescription]) => ({
        scopeName,
        scopeDescription,
      })),
    },
    opts,
  );
  // The prefix is unique in its region: it is the pool's own id.
  const domain = pool.id.apply((id) => id.toLowerCase().replaceAll("_", "-"));
  new aws.cognito.UserPoolDomain(name, { userPoolId: pool.id, domain }, opts);
  return createMachineClient(
    `${name}-machine`,
    { ...args, userPoolId: pool.id, scopes: resourceServer.scopeIdentifiers },
    opts,
  );
}
