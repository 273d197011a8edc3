import type { AwsEndpoint } from "../../local/aws/endpoint.ts";
import type { Provider } from "../../local/graph/evaluate.ts";
import type { Properties } from "../../local/graph/resource.ts";
import { createProvider, UnknownTypeError } from "../../local/provider/index.ts";

/** A fake AWS endpoint with plausible responses. */
export function fakeEndpoint(region: string, accountId: string): AwsEndpoint {
  const poolId = `${region}_Exported1`;
  const arn = `arn:aws:cognito-idp:${region}:${accountId}:userpool/${poolId}`;
  let clients = 0;
  const send = async () => ({
    UserPool: { Id: poolId, Name: "exported", Arn: arn },
    ManagedLoginBranding: { ManagedLoginBrandingId: "a1b2c3d4-0000-4000-8000-000000000000" },
    UserPoolClient: { ClientId: `exportedclient${++clients}`.padEnd(26, "0") },
  });
  const createQueue = async ({ QueueName }: { QueueName: string }) => ({
    QueueUrl: `https://sqs.${region}.amazonaws.com/${accountId}/${QueueName}`,
  });
  const putRule = async () => ({ RuleArn: `arn:aws:events:${region}:${accountId}:rule/nightly` });
  const createTopic = async ({ Name }: { Name: string }) => ({
    TopicArn: `arn:aws:sns:${region}:${accountId}:${Name}`,
  });
  const succeed = async () => ({});
  const answers: Record<string | symbol, unknown> = { createQueue, createTopic, putRule };
  const loaded = new Proxy(answers, {
    // A promise resolves to an object without "then".
    get: (known, name) => known[name] ?? (name === "then" ? undefined : succeed),
  });
  // One object for all services: callable, for lazily loaded clients.
  const client = Object.assign(async () => loaded, { send });
  return new Proxy({} as AwsEndpoint, {
    get: (_, name) => (name === "accountId" ? accountId : client),
  });
}

const accountId = "123456789012";

/** The local provider on a fake endpoint, with ids and ARNs in AWS's format. Other types only get a name. */
export function plausibleProvider(region: string): Provider {
  const aws = fakeEndpoint(region, accountId);
  const provider = createProvider({ region, accountId, stack: "test", aws });
  return {
    ...provider,
    create: (type, name, inputs) =>
      provider.create(type, name, inputs).catch((error) => {
        if (error instanceof UnknownTypeError) return { id: name, outputs: { name } };
        throw error;
      }),
  };
}

/** Outputs of a home region's stack. */
export const plausibleHome = (region: string): Properties => ({
  userPoolId: `${region}_012345678`,
  userPoolArn: `arn:aws:cognito-idp:${region}:${accountId}:userpool/${region}_012345678`,
  clientId: "0123456789abcdefghijklmnop",
  issuer: `https://cognito-idp.${region}.amazonaws.com/${region}_012345678`,
  machineClientId: "0123456789abcdefghijklmnoq",
  tokenEndpoint: `https://home.auth.${region}.amazoncognito.com/oauth2/token`,
  edgeSecrets: ["the-current-secret", "the-former-secret"],
  tables: { "orders.orders": "dev-orders-table-orders-0123456" },
  replicaRegions: ["eu-west-1", "ap-southeast-2", "sa-east-1"],
});
