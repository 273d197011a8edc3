import { entryPath } from "../../functions/entryRule.ts";
import { secretRule, secretsRule, tableActions } from "../../service/index.ts";
import {
  anyText,
  anything,
  check,
  flag,
  listOf,
  mapOf,
  oneOf,
  type OptionRules,
  options,
  required,
  text,
} from "../../shared/options.ts";
import { emailDomain } from "../../shared/rules.ts";
import type {
  AuditOptions,
  ClaimsSource,
  ConfirmationCode,
  HttpDirectory,
  MigrationCode,
  OtherPool,
  OwnCode,
  SenderCode,
  SignUpCode,
  TokenCode,
  TriggerOptions,
  TriggersOptions,
} from "./options.ts";

/**
 * Variables of the platform's own code in triggers. Own code that sets one would change what ours does, such as whom it
 * admits.
 */
export const platformVariables =
  /^(ALLOWED_EMAIL_DOMAINS|AUDIT_EVENT_BUS|CLAIMS_(BY_GROUP|TABLE)|CODE_BUDGETS_TABLE|DIRECTORY_(TOKEN|URL)\w*|DISPOSABLE_(ADDRESSES|DOMAINS)|GROUPS_BY_DOMAIN|IDENTITY_PROVIDERS|INVITATIONS_TABLE|LASTING_DOMAINS|LINKED_PROVIDERS|MIGRATED_ATTRIBUTES|OTHER_POOL_(CLIENT_ID|ID|REGION)|PLATFORM_NAME|PROVIDER_(ATTRIBUTES|DOMAINS)|REQUIRED_GROUPS|SCOPES_BY_GROUP|SENDER_(EMAIL|KEY_ARN)|VERIFYING_PROVIDERS)$/;

/** Source: Lambda Developer Guide, "Working with Lambda environment variables". */
const variableName = check(
  (name) =>
    /^[A-Z]\w+$/.test(String(name)) &&
    !/^(AWS|LAMBDA)_/.test(String(name)) &&
    !platformVariables.test(String(name)),
  "names of letters, digits and _, beginning with a capital letter, not with AWS_ or LAMBDA_, and not of the platform's own variables",
);

const ownCodeRules: OptionRules<OwnCode> = {
  entry: entryPath,
  environment: mapOf(anyText, variableName),
  tables: mapOf(
    listOf(oneOf(tableActions), {
      ...{ least: 1, distinct: true },
      allowed: "a list of at least one action, each once",
    }),
  ),
  secrets: secretsRule,
};

const senderRules: OptionRules<SenderCode> = { ...ownCodeRules, entry: required(entryPath) };

const domains = listOf(emailDomain, { distinct: true, allowed: "a list of different domains" });

/** Source: Cognito API Reference, "CreateGroup". A comma separates groups. */
const groupName = text(/^[^\s,]{1,128}$/, "a name of a group, without spaces and commas");

const groups = listOf(groupName, {
  ...{ least: 1, distinct: true },
  allowed: "a list of at least one group, each once",
});

/** Source: Cognito Developer Guide, "Pre token generation Lambda trigger": Cognito refuses these. */
const claimName = check(
  (name) =>
    typeof name === "string" &&
    /^\S{1,128}$/.test(name) &&
    !/^(cognito:.*|acr|amr|at_hash|aud|auth_time|azp|client_id|device_key|event_id|exp|iat|identities|iss|jti|nbf|nonce|origin_jti|scope|sub|token_use|username|version)$/.test(
      name,
    ),
  "a name of a claim that Cognito does not set itself",
);

const attributeName = text(
  /^(?!sub$|cognito:|identities$)[^\s,]{1,57}$/,
  "a name of an attribute that may be written, such as name or custom:tenant",
);

const triggerRules: OptionRules<TriggerOptions> = {
  preSignUp: options<SignUpCode>({
    ...ownCodeRules,
    disposableAddresses: oneOf(["refuse"]),
    disposableDomains: domains,
    lastingDomains: domains,
  }),
  customMessage: options(ownCodeRules),
  postConfirmation: options<ConfirmationCode>({
    ...ownCodeRules,
    groups: mapOf(groupName, emailDomain),
  }),
  preAuthentication: options(ownCodeRules),
  postAuthentication: options(ownCodeRules),
  userMigration: options<MigrationCode>({
    ...ownCodeRules,
    pool: options<OtherPool>({
      userPoolId: required(
        text(/^[\w-]+_[0-9a-zA-Z]+$/, "a user pool's id, such as eu-west-1_AbCdEfGhI"),
      ),
      clientId: required(text(/^\w+$/, "an app client's id")),
    }),
    directory: options<HttpDirectory>({
      url: required(text(/^https:\/\/[^/@\s]+\/[^?#\s]*$/, "an https URL of host and path")),
      token: required(secretRule),
    }),
    attributes: listOf(attributeName, { least: 1, distinct: true }),
  }),
  defineAuthChallenge: options(ownCodeRules),
  createAuthChallenge: options(ownCodeRules),
  verifyAuthChallenge: options(ownCodeRules),
  preTokenGeneration: options<TokenCode>({
    ...ownCodeRules,
    claimsFrom: options<ClaimsSource>({
      groups: mapOf(mapOf(anything, claimName), groupName),
      table: text(/^[^.]+\.[^.]+$/, "a table of a service, as <service>.<table>"),
      key: text(),
      claims: listOf(claimName, { least: 1, distinct: true }),
    }),
    requiredGroups: groups,
    machines: flag,
  }),
  customEmailSender: options(senderRules),
  customSmsSender: options(senderRules),
};

export const triggersOptionRules: OptionRules<TriggersOptions> = {
  triggers: options(triggerRules),
  audit: options<AuditOptions>({
    eventBus: text(/^[\w./-]{1,256}$/, "the name of an event bus"),
    attempts: flag,
  }),
};
