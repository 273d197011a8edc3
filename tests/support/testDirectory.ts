import { UserDirectory, type UserDirectoryArgs } from "../../components/identity/index.ts";
import type { AwsEndpoint } from "../../local/aws/endpoint.ts";
import { evaluateStack } from "../../local/graph/evaluate.ts";
import { createProvider } from "../../local/provider/index.ts";
import { loadTypeSchemas } from "../../local/provider/schema/index.ts";
import { useCloud } from "../../local/provider/testing/cloud.ts";
import { App } from "./users.ts";

const region = "eu-west-1";

type Options = Partial<UserDirectoryArgs>;

/** The user directory of the program on a local endpoint, for the tests of a suite. */
export class TestDirectory {
  readonly cloud = useCloud(region);
  userPoolId!: string;
  tables!: { codes: string; invited: string };
  app!: App;
  /** Id of a resource, such as a function's name. */
  idOf!: (type: string, name: string) => string;

  /** @param more - makes further options as part of the program, at the endpoint */
  constructor(more: (aws: AwsEndpoint) => Promise<Options> = async () => ({})) {
    before(async () => {
      const { aws, accountId } = this.cloud;
      const context = { region, accountId, stack: "test", aws };
      const schemas = await loadTypeSchemas(region, () => {});
      const config = { "aws:region": region };
      const { outputs, resources } = await evaluateStack(
        { project: "test", stack: "test", config, program: async () => program(await more(aws)) },
        createProvider(context, schemas),
        () => undefined,
      );
      this.userPoolId = String(outputs["userPoolId"]);
      this.idOf = (type, name) =>
        resources.find((each) => each.name === name && each.type.endsWith(`:${type}`))!.id!;
      const table = (name: string) => this.idOf("Table", name);
      this.tables = { codes: table("users-codes"), invited: table("users-invited") };
      this.app = new App(aws.url, region, String(outputs["clientId"]));
    });
    after(() => this.app?.client.destroy());
  }
}

const program = (more: Options) => {
  const users = new UserDirectory("users", {
    region,
    platformName: "Test",
    senderEmail: "no-reply@example.com",
    allowedEmailDomains: ["example.com"],
    allowPasswordAuth: true,
    deletionProtection: false,
    firewall: {},
    ...more,
  });
  return { userPoolId: users.userPoolId, clientId: users.clientId };
};
