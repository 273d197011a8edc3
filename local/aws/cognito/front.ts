import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { closeIfUnread } from "../../closing.ts";
import type { AwsEndpoint } from "../endpoint.ts";
import {
  type Answer,
  BodyTooLongError,
  CognitoError,
  jsonObject,
  readBody,
  withError,
  withJson,
} from "./protocol.ts";
import { Challenges } from "./challenges.ts";
import { completions } from "./completions.ts";
import { Mailbox, type MailList, mailListPath } from "./mailbox.ts";
import { inCognitosWords } from "./triggers.ts";
import { Upstream } from "./upstream.ts";
import { type OperationInput, UserPools } from "./userPools.ts";

export interface CognitoFront {
  /** Takes every request that the endpoint takes. */
  readonly url: string;
  close(): Promise<void>;
}

/** MiniStack's own limit for connections that nobody uses, in ms. */
const keepAliveTimeout = 75_000;

/**
 * Stands before a MiniStack and makes up for what its Cognito leaves out; whatever else a request
 * asks for, it passes on unchanged. Once MiniStack does these itself, the front can go:
 *
 * | operation | missing in MiniStack 1.5 |
 * | --- | --- |
 * | SignUp, ResendConfirmationCode | the CustomMessage trigger |
 * | ForgotPassword, AdminResetUserPassword | the CustomMessage trigger |
 * | AdminCreateUser | the PreSignUp trigger |
 * | SignUp of a user whom PreSignUp confirms | the PostConfirmation trigger |
 * | ConfirmSignUp | `email_verified`, the PostConfirmation trigger |
 * | AdminConfirmSignUp, ConfirmForgotPassword | the PostConfirmation trigger |
 * | InitiateAuth, RespondToAuthChallenge, AssociateSoftwareToken, VerifySoftwareToken | sessions that can be answered once |
 * | any whose trigger fails | Cognito's error: `PreSignUp failed with error <message>.` |
 *
 * MiniStack's list of mails, read through the front, has the texts that the CustomMessage triggers
 * gave them.
 *
 * @param aws - connected to MiniStack itself
 */
export async function startCognitoFront(aws: AwsEndpoint): Promise<CognitoFront> {
  const front = new Front(aws);
  const server = createServer({ keepAliveTimeout }, (request, response) => {
    front.serve(request, response).catch((error: unknown) => fail(response, error));
  });
  // Node.js would drop headers beyond its default of 2000 in silence.
  server.maxHeadersCount = 0;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      front.close();
      await once(server, "close");
    },
  };
}

class Front {
  readonly #aws: AwsEndpoint;
  readonly #upstream: Upstream;
  readonly #pools: UserPools;
  readonly #challenges: Challenges;
  readonly #mailbox = new Mailbox();

  constructor(aws: AwsEndpoint) {
    this.#aws = aws;
    this.#upstream = new Upstream(aws.url, aws.accessKey?.secretAccessKey);
    this.#pools = new UserPools(aws.cognito);
    this.#challenges = new Challenges(this.#pools);
  }

  async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const operation = operationOf(request);
    if (operation) {
      respond(response, await this.#carryOut(operation, request));
    } else if (String(request.headers["x-amz-target"]).includes(targetPrefix)) {
      // MiniStack would make an operation of it that was not looked at here.
      const body = Buffer.from('{"__type":"UnknownOperationException"}');
      respond(response, { status: 400, headers: ["content-type", jsonType], body });
    } else if (request.method === "GET" && request.url?.startsWith(mailListPath)) {
      respond(response, await this.#listMails(request));
    } else {
      await this.#upstream.forward(request, response);
    }
  }

  close(): void {
    this.#upstream.close();
  }

  /** Has MiniStack carry an operation out, and completes it before the client learns of it. */
  async #carryOut(operation: string, request: IncomingMessage): Promise<Answer> {
    const body = await readBody(request);
    const send = async (other?: Buffer) =>
      inCognitosWords(
        operation,
        await (other
          ? this.#upstream.sendUnsigned(request, other)
          : this.#upstream.send(request, body)),
      );
    const complete = Object.hasOwn(completions, operation) ? completions[operation] : undefined;
    if (!complete) return this.#challenges.serve(operation, body, send) ?? send();
    const input: OperationInput = jsonObject(body);
    const user = typeof input.Username === "string" ? input.Username : "";
    return this.#mailbox.inTurn(user, async () => {
      const answer = await send();
      if (answer.status !== 200) return answer;
      try {
        await complete({
          aws: this.#aws,
          pools: this.#pools,
          mailbox: this.#mailbox,
          pool: await this.#pools.poolOf(input),
          input,
          output: jsonObject(answer.body),
        });
        return answer;
      } catch (error) {
        if (error instanceof CognitoError) return withError(answer, error);
        throw error;
      }
    });
  }

  async #listMails(request: IncomingMessage): Promise<Answer> {
    const answer = await this.#upstream.send(request);
    if (answer.status !== 200) return answer;
    const list = jsonObject(answer.body) as unknown as MailList;
    return withJson(answer, await this.#mailbox.complete(list));
  }
}

const targetPrefix = "AWSCognitoIdentityProviderService.";
const jsonType = "application/x-amz-json-1.1";

/** The operation of Cognito's user pools that a request asks for, such as `SignUp`. */
function operationOf({ headers }: IncomingMessage): string | undefined {
  const target = String(headers["x-amz-target"]);
  if (!target.startsWith(targetPrefix)) return undefined;
  return /^\w+$/.exec(target.slice(targetPrefix.length))?.[0];
}

function respond(response: ServerResponse, { status, headers, body }: Answer): void {
  closeIfUnread(response);
  response.writeHead(status, [...headers]).end(body);
}

/** MiniStack is gone, or a request is longer than Cognito's are. */
function fail(response: ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) {
    response.destroy();
    return;
  }
  const isTooLong = error instanceof BodyTooLongError;
  // What went wrong may name paths of this machine, so only the terminal has it.
  if (!isTooLong) console.error(error);
  const message = isTooLong ? error.message : "The local AWS endpoint did not answer.";
  closeIfUnread(response);
  response.writeHead(502, { connection: "close" }).end(JSON.stringify({ message }));
}
