import { Agent, request as openRequest } from "node:http";
import { text } from "node:stream/consumers";
import type { FindSigner, Signer } from "../gateway/index.ts";
import { type AwsEndpoint, EndpointError, ownAuthorization } from "./endpoint.ts";

/** Path at which a MiniStack of the platform identifies the owner of a key. */
const path = "/_palisade/signers";

/** The endpoint's description of a key's owner. */
interface Owner extends Pick<Signer, "secretAccessKey" | "expired" | "decision"> {
  readonly sessionToken: string | null;
  readonly accountId: string;
  readonly userId: string;
  readonly arn: string;
}

/**
 * Identifies the signer of a request among all keys that an endpoint issued: of users, of sessions of
 * roles and users, and of the account itself.
 *
 * A custom endpoint (`AWS_ENDPOINT_URL_<REGION>`) never reveals secrets; there only the account's root
 * key is known.
 */
export function createSignerFinder(aws: AwsEndpoint): FindSigner & { close(): void } {
  const agent = new Agent({ keepAlive: true });
  const find: FindSigner = async (question) => {
    if (aws.tellsSigners) {
      const owner = await ask(agent, aws, JSON.stringify(question));
      return owner && signerOf(question.accessKeyId, owner);
    }
    const { accessKeyId, secretAccessKey } = await aws.sts.config.credentials();
    if (question.accessKeyId !== accessKeyId) return undefined;
    return signerOf(accessKeyId, {
      secretAccessKey,
      sessionToken: null,
      expired: false,
      decision: "allow",
      accountId: aws.accountId,
      userId: aws.accountId,
      arn: `arn:aws:iam::${aws.accountId}:root`,
    });
  };
  return Object.assign(find, { close: () => agent.destroy() });
}

const signerOf = (accessKey: string, { sessionToken, accountId, userId, arn, ...rest }: Owner) => ({
  ...rest,
  sessionToken: sessionToken ?? undefined,
  caller: { accessKey, accountId, caller: userId, user: userId, userArn: arn },
});

async function ask(agent: Agent, aws: AwsEndpoint, question: string): Promise<Owner | undefined> {
  const response = await new Promise<string>((resolve, reject) => {
    const { url } = aws;
    const headers = ownAuthorization(aws);
    const call = openRequest(new URL(path, url), { agent, method: "POST", headers }, (incoming) => {
      if (incoming.statusCode === 200) resolve(text(incoming));
      else reject(new EndpointError(`${url} refused to identify a key: ${incoming.statusCode}`));
    });
    call.once("error", reject);
    call.end(question);
  });
  return (JSON.parse(response) as { signer: Owner | null }).signer ?? undefined;
}
