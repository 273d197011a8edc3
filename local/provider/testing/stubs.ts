import type { AwsEndpoint } from "../../aws/endpoint.ts";
import type { ProviderContext } from "../kind.ts";
import type { TypeSchemas } from "../schema/index.ts";

export const accountId = "111122223333";

/** A command as an AWS client sends it. */
interface SentCommand {
  readonly constructor: { readonly name: string };
  readonly input: object;
}

/** A stub of AWS that records each command and returns a minimal response. */
export class StubAws {
  /** Names of the commands that were sent, such as `CreateTableCommand`. */
  readonly sent: string[] = [];
  /** The error of the next command. */
  failure: Error | undefined;
  readonly endpoint: AwsEndpoint;

  constructor(region = "us-east-1") {
    const send = async (command: SentCommand) => {
      this.sent.push(command.constructor.name);
      const { failure } = this;
      this.failure = undefined;
      if (failure) throw failure;
      const poolId = `${region}_Stubbed01`;
      const arn = `arn:aws:cognito-idp:${region}:${accountId}:userpool/${poolId}`;
      return { UserPool: { Id: poolId, Name: "stubbed", Arn: arn } };
    };
    this.endpoint = new Proxy({ accountId, region } as AwsEndpoint, {
      get: (target, property) => Reflect.get(target, property) ?? { send },
    });
  }

  context(stack = "dev-us-east-1"): ProviderContext {
    const { endpoint } = this;
    return { region: endpoint.region, accountId, stack, aws: endpoint };
  }
}

/** Schemas without rules, except those of the test. */
export const stubSchemas = (rules: Partial<TypeSchemas> = {}): TypeSchemas => ({
  check: () => [],
  replaces: () => false,
  references: () => [],
  coverage: () => ({ checked: [], unchecked: [] }),
  ...rules,
});

/** An error as the AWS clients throw it. */
export const awsError = (name: string): Error => Object.assign(new Error(name), { name });
