import { Agent, request as openRequest } from "node:http";
import { text } from "node:stream/consumers";
import type { FindSigner, Signer } from "../gateway/index.ts";
import { type AwsEndpoint, EndpointError, ownAuthorization } from "./endpoint.ts";

/** Where an endpoint of the platform's own tells whose a key is. */
const path = "/_palisade/signers";

/** What the endpoint says of a key. */
interface Told extends Pick<Signer, "secretAccessKey" | "expired" | "decision"> {
  readonly sessionToken: string | null;
  readonly accountId: string;
  readonly userId: string;
  readonly arn: string;
}

/**
 * Finds out who signed a request, among all whose keys an endpoint gave out: users, the sessions of
 * roles and users, and the account itself.
 *
 * An endpoint of one's own (`AWS_ENDPOINT_URL_<REGION>`) tells nobody's secret; there the account's
 * own key is the only one that is known.
 */
export function createSignerFinder(aws: AwsEndpoint): FindSigner & { close(): void } {
  const agent = new Agent({ keepAlive: true });
  const find: FindSigner = async (question) => {
    if (aws.tellsSigners) {
      const told = await ask(agent, aws, JSON.stringify(question));
      return told && signerOf(question.accessKeyId, told);
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

const signerOf = (accessKey: string, { sessionToken, accountId, userId, arn, ...rest }: Told) => ({
  ...rest,
  sessionToken: sessionToken ?? undefined,
  caller: { accessKey, accountId, caller: userId, user: userId, userArn: arn },
});

async function ask(agent: Agent, aws: AwsEndpoint, question: string): Promise<Told | undefined> {
  const answer = await new Promise<string>((resolve, reject) => {
    const { url } = aws;
    const headers = ownAuthorization(aws);
    const call = openRequest(new URL(path, url), { agent, method: "POST", headers }, (response) => {
      if (response.statusCode === 200) resolve(text(response));
      else reject(new EndpointError(`${url} does not tell whose a key is: ${response.statusCode}`));
    });
    call.once("error", reject);
    call.end(question);
  });
  return (JSON.parse(answer) as { signer: Told | null }).signer ?? undefined;
}
