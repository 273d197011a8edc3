import { createHash, randomBytes } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import type { AwsEndpoint } from "../aws/endpoint.ts";

/** Hands services the credentials of their task roles, the way ECS does. */
export interface TaskCredentials {
  /** Variables that make a service's AWS SDK fetch its role's credentials here. */
  environmentFor(roleArn: string): Record<string, string>;
  close(): void;
}

/**
 * Starts the endpoint that AWS SDKs know as the container credentials provider.
 * Source: AWS SDKs and Tools Reference Guide, "Container credential provider".
 */
export async function startTaskCredentials(aws: AwsEndpoint): Promise<TaskCredentials> {
  const roleArns = new Map<string, string>();
  const server = createServer((request, response) => {
    const roleArn = roleArns.get(digest(request.headers.authorization ?? ""));
    // The token alone decides; a page that a name led here by DNS rebinding is not even asked for it.
    if (request.headers.host !== host || roleArn === undefined) {
      response.writeHead(403).end();
      return;
    }
    answer(aws, roleArn, response).catch((error: Error) => {
      console.error(error);
      response.writeHead(500).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    environmentFor: (roleArn) => {
      const token = randomBytes(16).toString("hex");
      roleArns.set(digest(token), roleArn);
      return {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: `http://${host}/`,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
      };
    },
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** Tokens are looked up by their digests, so that the time it takes tells nothing about them. */
const digest = (token: string): string => createHash("sha256").update(token).digest("hex");

async function answer(aws: AwsEndpoint, roleArn: string, response: ServerResponse): Promise<void> {
  const { Credentials } = await aws.sts.send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "ecs-task" }),
  );
  response.writeHead(200, { "content-type": "application/json" }).end(
    JSON.stringify({
      AccessKeyId: Credentials!.AccessKeyId,
      SecretAccessKey: Credentials!.SecretAccessKey,
      Token: Credentials!.SessionToken,
      Expiration: Credentials!.Expiration,
    }),
  );
}
