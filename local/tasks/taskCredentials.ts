import { createHash, randomBytes } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import type { AwsEndpoint } from "../aws/endpoint.ts";

/** Provides services with the credentials of their task roles, as ECS does. */
export interface TaskCredentials {
  /** Variables that make a service's AWS SDK fetch its role's credentials here. */
  environmentFor(roleArn: string): Record<string, string>;
  close(): void;
}

/**
 * Starts the endpoint of the AWS SDKs' container credential provider.
 * Source: AWS SDKs and Tools Reference Guide, "Container credential provider".
 */
export async function startTaskCredentials(aws: AwsEndpoint): Promise<TaskCredentials> {
  const roleArns = new Map<string, string>();
  const server = createServer((request, response) => {
    const roleArn = roleArns.get(digest(request.headers.authorization ?? ""));
    // The token decides; other hosts, such as those of DNS rebinding, are refused anyway.
    if (request.headers.host !== host || roleArn === undefined) {
      response.writeHead(403).end();
      return;
    }
    respond(aws, roleArn, response).catch((error: Error) => {
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

/** Tokens are looked up by digest, so that the time of a look-up reveals nothing about them. */
const digest = (token: string): string => createHash("sha256").update(token).digest("hex");

async function respond(aws: AwsEndpoint, roleArn: string, response: ServerResponse): Promise<void> {
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
