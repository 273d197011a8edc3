import {
  app,
  federation,
  oidc,
  secretConfig,
  UserDirectory,
  type UserDirectoryArgs,
} from "../../components/identity/index.ts";
import {
  callback,
  FederatedPool,
} from "../../local/aws/guard/userpools/federation/testing/federatedPool.ts";
import { evaluateStack } from "../../local/graph/evaluate.ts";
import { createProvider } from "../../local/provider/index.ts";
import { loadTypeSchemas } from "../../local/provider/schema/index.ts";
import type { Cloud } from "../../local/provider/testing/cloud.ts";

const region = "eu-west-1";

/** The program's user directory with identity providers, on a local endpoint. */
export interface FederatedDirectory {
  readonly userPoolId: string;
  /** Ids by name. */
  readonly clients: Readonly<Record<string, string>>;
  /** The pool as a client sees it. */
  as(client: string): FederatedPool;
}

/** @param args - options of the directory, which is in `eu-west-1` */
export async function federatedDirectory(
  { aws, accountId }: Cloud,
  args: Partial<UserDirectoryArgs>,
): Promise<FederatedDirectory> {
  const program = async () => {
    const users = new UserDirectory("users", {
      ...{ region, platformName: "Test", deletionProtection: false },
      ...args,
    });
    return { userPoolId: users.userPoolId, clients: users.clients };
  };
  const { outputs } = await evaluateStack(
    { project: "test", stack: "test", config: { "aws:region": region }, program },
    createProvider(
      { region, accountId, stack: "test", aws },
      await loadTypeSchemas(region, () => {}),
    ),
    () => undefined,
  );
  const userPoolId = String(outputs["userPoolId"]);
  const clients = outputs["clients"] as Record<string, string>;
  const as = (client: string) => FederatedPool.existing(aws, userPoolId, clients[client]!);
  return { userPoolId, clients, as };
}

/** A company's provider, and one that shares a client with users who have a password. */
export const twoProviders = (issuer: string): Partial<UserDirectoryArgs> => {
  const at = { issuer, clientId: "cognito", secret: secretConfig("issuer") };
  const mapping = { email: "email", email_verified: "email_verified", "custom:team": "team" };
  return {
    providers: { Acme: oidc({ ...at, mapping, domains: ["acme.com"] }), Home: oidc(at) },
    attributes: { team: { type: "string" } },
    linkByVerifiedEmail: ["Acme", "Home"],
    clients: {
      acme: federation({ providers: ["Acme"] }),
      web: app({ pages: true, providers: ["Home"] }),
    },
    machines: { billing: { scopes: ["orders/read"] } },
    callbackUrls: { acme: [callback], web: [callback] },
    identitySecrets: { issuer: "secret" },
    allowPasswordAuth: true,
  };
};
