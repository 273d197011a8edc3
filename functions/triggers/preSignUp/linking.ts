import type { PreSignUpTriggerEvent } from "aws-lambda";
import { type AwsClient, awsClient, userPools } from "../../shared/awsClient.ts";
import type { Environment } from "../../shared/environment.ts";
import { asciiLowerCase, domainOf } from "../admittedAddress/emailDomain.ts";
import { Refusal } from "../refusal.ts";
import { identitiesOf, type PoolUser, usersByEmail } from "./poolUsers.ts";

/** An identity at an external provider. */
export interface ExternalIdentity {
  readonly provider: string;
  /** The provider's id of the user: `sub`, or SAML's NameID. */
  readonly subject: string;
}

/** Thrown by the sign-in that links. A second one then signs in as the user whom the account was linked to. */
class LinkedError extends Refusal {
  override readonly name = "LinkedError";

  constructor() {
    super("Your account is linked now. Please sign in again");
  }
}

/** The pool's external providers. */
interface Providers {
  /** All names. */
  readonly all: readonly string[];
  /** Those whose verified addresses are trusted. */
  readonly linked: readonly string[];
  /** By name, the domains of the addresses that are trusted, in lower case. Without an entry, all are. */
  readonly domains: Readonly<Record<string, readonly string[] | undefined>>;
}

/**
 * Links the first sign-in at a provider to the user of the same verified address, if there is exactly one. Otherwise the
 * sign-in goes on and gets a profile of its own.
 *
 * Fails closed: a profile that was made while the pool could not be asked could never be linked.
 *
 * @throws LinkedError when the accounts are linked, now or before
 */
export type LinkByVerifiedEmail = (
  event: Pick<PreSignUpTriggerEvent, "userPoolId" | "userName" | "request">,
) => Promise<void>;

/** Reads `LINKED_PROVIDERS`, `IDENTITY_PROVIDERS` and `PROVIDER_DOMAINS`. */
export function linkingOf(environment: Environment): LinkByVerifiedEmail {
  const linked = environment.list("LINKED_PROVIDERS");
  const all = environment.list("IDENTITY_PROVIDERS");
  const domains = environment.json<Providers["domains"]>("PROVIDER_DOMAINS") ?? {};
  return createLinking(awsClient(userPools), { all, linked, domains });
}

/** @param pools - Cognito user pools */
export function createLinking(pools: AwsClient, providers: Providers): LinkByVerifiedEmail {
  return async ({ userPoolId, userName, request }) => {
    const { email, email_verified: verified } = request.userAttributes;
    const identity = externalIdentity(userName, providers.all);
    // Anybody can enter any address at some providers: only a verified one is the user's.
    if (!identity || !email || asciiLowerCase(verified ?? "") !== "true") return;
    const trusted = trustedFor(email, providers);
    if (!trusted.includes(identity.provider)) return;
    const owners = (await usersByEmail(pools, userPoolId, email)).filter((user) =>
      isOwner(user, trusted),
    );
    const [owner] = owners;
    if (!owner || owners.length > 1) return;
    if (!isLinked(owner, identity)) await link(pools, userPoolId, owner, identity);
    throw new LinkedError();
  };
}

/**
 * Providers that may speak of an address: a company's provider only of its own domains, else its administrators could get
 * into the accounts of other companies.
 */
const trustedFor = (email: string, { linked, domains }: Providers): string[] => {
  const domain = domainOf(email);
  return linked.filter((name) => domains[name]?.includes(domain) ?? true);
};

/**
 * Whether somebody proved to have the address, or an administrator or a trusted provider said so. An unconfirmed user may
 * be anybody's, and so may one whom another provider has brought: linked to it, its owner would get into the account.
 */
const isOwner = (user: PoolUser, trusted: readonly string[]): boolean =>
  user.attributes["email_verified"] === "true" &&
  (user.status === "EXTERNAL_PROVIDER"
    ? isTrusted(identitiesOf(user), trusted)
    : /^(CONFIRMED|FORCE_CHANGE_PASSWORD|RESET_REQUIRED)$/.test(user.status));

const isTrusted = (identities: ReturnType<typeof identitiesOf>, trusted: readonly string[]) =>
  identities.length > 0 && identities.every(({ providerName }) => trusted.includes(providerName));

const isLinked = (user: PoolUser, { provider, subject }: ExternalIdentity): boolean =>
  identitiesOf(user).some((each) => each.providerName === provider && each.userId === subject);

/** Source: Cognito API Reference, "AdminLinkProviderForUser". */
async function link(
  pools: AwsClient,
  userPoolId: string,
  owner: PoolUser,
  { provider, subject }: ExternalIdentity,
): Promise<void> {
  const [first] = owner.status === "EXTERNAL_PROVIDER" ? identitiesOf(owner) : [];
  await pools("AdminLinkProviderForUser", {
    UserPoolId: userPoolId,
    DestinationUser: {
      ProviderName: first?.providerName ?? "Cognito",
      ProviderAttributeValue: first?.userId ?? owner.name,
    },
    SourceUser: {
      ProviderName: provider,
      ProviderAttributeName: "Cognito_Subject",
      ProviderAttributeValue: subject,
    },
  });
}

/**
 * The identity in the user name of a federated user, `<provider>_<subject>`. Names of providers may contain `_` and
 * begin like another one, so the longest counts. Cognito may have written them in lower case.
 */
export function externalIdentity(
  userName: string,
  providers: readonly string[],
): ExternalIdentity | undefined {
  const name = asciiLowerCase(userName);
  const [provider] = providers
    .filter((each) => name.startsWith(`${asciiLowerCase(each)}_`))
    .sort((one, other) => other.length - one.length);
  return provider === undefined
    ? undefined
    : { provider, subject: userName.slice(provider.length + 1) };
}
