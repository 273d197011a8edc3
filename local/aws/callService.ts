import { Agent, request as httpRequest } from "node:http";
import { AssumeRoleCommand } from "@aws-sdk/client-sts";
import { SignatureV4 } from "@smithy/signature-v4";
import { type CallService, maxPayloadBytes, RoleError } from "../gateway/index.ts";
import type { AwsEndpoint } from "./endpoint.ts";
import { asJson } from "./queryResponse.ts";
import { Sha256 } from "../../project/sha256.ts";

/** Services of the query protocol, from which API Gateway requests JSON. */
const speaksQuery: ReadonlySet<string> = new Set(["sns", "sqs"]);

/** Time before its expiry at which a role's session is renewed. */
const renewBeforeMs = 5 * 60_000;

interface Session {
  readonly credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  readonly endsAt: number;
}

/**
 * Calls services at an AWS endpoint with the credentials of a role, so that the endpoint checks its
 * permissions.
 *
 * @param mayAssume - whether the role's trust policy lets API Gateway assume it
 */
export function createServiceCaller(
  aws: AwsEndpoint,
  mayAssume: (roleArn: string) => boolean,
): CallService & { close(): void } {
  const sessions = new Map<string, Promise<Session>>();
  const agent = new Agent({ keepAlive: true });
  const { hostname, port } = new URL(aws.url);

  const begin = (roleArn: string): Promise<Session> => {
    const started = startSession(aws, roleArn);
    sessions.set(roleArn, started);
    // Lets the next call try again.
    started.catch(() => sessions.delete(roleArn));
    return started;
  };
  const sessionOf = async (roleArn: string): Promise<Session> => {
    const session = await (sessions.get(roleArn) ?? begin(roleArn));
    return session.endsAt - renewBeforeMs > Date.now() ? session : begin(roleArn);
  };

  const call: CallService = async (request, signal) => {
    if (!mayAssume(request.roleArn)) {
      throw new RoleError(`API Gateway may not assume ${request.roleArn}`);
    }
    const { credentials } = await sessionOf(request.roleArn);
    const signer = new SignatureV4({
      service: request.service,
      region: request.region,
      credentials,
      sha256: Sha256,
      applyChecksum: request.service === "s3",
      // Paths of S3 are signed as sent; those of other services are encoded once more.
      uriEscapePath: request.service !== "s3",
    });
    const signed = await signer.sign({
      protocol: "http:",
      hostname,
      method: request.method,
      path: request.path,
      query: mutable(request.query),
      headers: { ...request.headers, host: `${hostname}:${port}` },
      body: request.body,
    });
    const query = queryText(request.query);
    return new Promise((resolve, reject) => {
      const outgoing = httpRequest(
        {
          agent,
          hostname,
          port,
          method: request.method,
          path: `${request.path}${query}`,
          headers: {
            ...signed.headers,
            "content-length": String(Buffer.byteLength(request.body)),
            ...(request.trace !== undefined && { "x-amzn-trace-id": request.trace }),
          },
          signal,
        },
        (response) => {
          const chunks: Buffer[] = [];
          let size = 0;
          response.on("data", (chunk: Buffer) => {
            chunks.push(chunk);
            size += chunk.length;
            if (size > maxPayloadBytes) response.destroy(new Error("The response exceeds 10 MB"));
          });
          response.once("error", reject);
          response.once("end", () => {
            const received = {
              status: response.statusCode ?? 500,
              headers: new Map(
                Object.entries(response.headersDistinct).map(([name, values]) => [name, values!]),
              ),
              body: Buffer.concat(chunks),
            };
            resolve(speaksQuery.has(request.service) ? asJson(received) : received);
          });
        },
      );
      outgoing.once("error", reject);
      outgoing.end(request.body);
    });
  };
  return Object.assign(call, { close: () => agent.destroy() });
}

async function startSession(aws: AwsEndpoint, roleArn: string): Promise<Session> {
  const { Credentials } = await aws.sts.send(
    new AssumeRoleCommand({ RoleArn: roleArn, RoleSessionName: "apigateway" }),
  );
  return {
    credentials: {
      accessKeyId: Credentials!.AccessKeyId!,
      secretAccessKey: Credentials!.SecretAccessKey!,
      sessionToken: Credentials!.SessionToken!,
    },
    endsAt: Credentials!.Expiration!.getTime(),
  };
}

const mutable = (query: Readonly<Record<string, string | readonly string[]>>) =>
  Object.fromEntries(
    Object.entries(query).map(([name, value]) => [
      name,
      typeof value === "string" ? value : [...value],
    ]),
  );

function queryText(query: Readonly<Record<string, string | readonly string[]>>): string {
  const pairs = Object.entries(query).flatMap(([name, value]) =>
    [value].flat().map((each) => `${encodeURIComponent(name)}=${encodeURIComponent(each)}`),
  );
  return pairs.length > 0 ? `?${pairs.join("&")}` : "";
}
