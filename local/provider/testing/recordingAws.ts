import type { AwsEndpoint } from "../../aws/endpoint.ts";
import { connectEndpoint } from "../../aws/endpoint.ts";
import type { ModelReference } from "../apiModel.ts";
import type { ProviderContext } from "../kind.ts";
import { accountId } from "./stubs.ts";

interface Sent {
  readonly operation: string;
  /** The model of the operation's input. */
  readonly model: ModelReference;
  readonly input: object;
}

type Next = (sent: { input: object }) => Promise<unknown>;

/** The part of an SDK client that records what is sent. */
interface Client {
  readonly middlewareStack: {
    add(
      middleware: (next: Next, context: object) => Next,
      options: { step: "initialize"; name: string; override: boolean },
    ): void;
  };
}

/** The SDK's own clients, which record each input with its model and send nothing. */
export class RecordingAws {
  readonly sent: Sent[] = [];
  readonly #endpoint: AwsEndpoint;

  constructor(region = "us-east-1") {
    const real = connectEndpoint("http://127.0.0.1:1", region, {
      accessKeyId: "AKIAIOSFODNN7EXAMPLE",
      secretAccessKey: "unused",
    });
    this.#endpoint = new Proxy(real, {
      get: (target, name) => this.#recorded(Reflect.get(target, name)),
    });
  }

  get context(): ProviderContext {
    const { region } = this.#endpoint;
    return { region, accountId, stack: "dev", aws: this.#endpoint };
  }

  #recorded(value: unknown): unknown {
    if (typeof value === "function") {
      const load = value as () => unknown;
      return async () => this.#recorded(await load());
    }
    if (value === null || typeof value !== "object" || !("middlewareStack" in value)) return value;
    (value as Client).middlewareStack.add(
      (_next, context) =>
        async ({ input }) => {
          const { operationSchema } = Object.values(context).find(
            (each): each is { operationSchema: readonly unknown[] } =>
              each !== null && typeof each === "object" && "operationSchema" in each,
          )!;
          const [, , operation, , model] = operationSchema;
          this.sent.push({ operation: String(operation), model, input });
          return { output: response, response: {} };
        },
      { step: "initialize", name: "record", override: true },
    );
    return value;
  }
}

/** What the provider reads of responses. */
const response = {
  UserPool: {
    Id: "us-east-1_Recorded",
    Name: "it",
    Arn: "arn:aws:cognito-idp:us-east-1:1:userpool/it",
  },
  UserPoolClient: { ClientId: "client" },
  ManagedLoginBranding: { ManagedLoginBrandingId: "branding" },
  QueueUrl: "http://127.0.0.1:1/1/it",
  TopicArn: "arn:aws:sns:us-east-1:1:it",
  SubscriptionArn: "arn:aws:sns:us-east-1:1:it:1",
  RuleArn: "arn:aws:events:us-east-1:1:rule/it",
  stateMachineArn: "arn:aws:states:us-east-1:1:stateMachine:it",
  FailedEntries: [],
};
