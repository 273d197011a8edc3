import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import type { SQS } from "@aws-sdk/client-sqs";
import type { AwsEndpoint } from "./endpoint.ts";

/** Clients that call an endpoint with the credentials of a role, so that it checks the role's permissions. */
export interface RoleSessions {
  sqs(roleArn: string): Promise<SQS>;
  /** Ends all connections. */
  close(): void;
}

/** @param sessionName - appears in the ARN of the caller */
export function createRoleSessions(aws: AwsEndpoint, sessionName: string): RoleSessions {
  const clients = new Map<string, Promise<SQS>>();
  const connect = async (roleArn: string): Promise<SQS> => {
    const { SQS: Client } = await import("@aws-sdk/client-sqs");
    // The SDK renews them before they expire.
    const credentials = async () => {
      const { Credentials } = await aws.sts.send(
        new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: sessionName }),
      );
      return {
        accessKeyId: Credentials!.AccessKeyId!,
        secretAccessKey: Credentials!.SecretAccessKey!,
        sessionToken: Credentials!.SessionToken!,
        expiration: Credentials!.Expiration!,
      };
    };
    // It has connections of its own: long polls would use up the shared ones.
    return new Client({ endpoint: aws.url, region: aws.region, credentials });
  };
  return {
    sqs: (roleArn) => {
      const known = clients.get(roleArn) ?? connect(roleArn);
      clients.set(roleArn, known);
      return known;
    },
    close: () => {
      for (const client of clients.values()) void client.then((sqs) => sqs.destroy());
      clients.clear();
    },
  };
}
