import { UserDirectory } from "../../components/identity/index.ts";
import { evaluateStack } from "../../local/graph/evaluate.ts";
import { createProvider } from "../../local/provider/index.ts";
import { loadTypeSchemas } from "../../local/provider/schema/index.ts";
import { useCloud } from "../../local/provider/testing/cloud.ts";
import { App } from "./users.ts";

const region = "eu-west-1";

/** The user directory of the program on a local endpoint, for the tests of a suite. */
export class TestDirectory {
  readonly cloud = useCloud(region);
  userPoolId!: string;
  tables!: { codes: string; invited: string };
  app!: App;

  constructor() {
    before(async () => {
      const { aws, accountId } = this.cloud;
      const context = { region, accountId, stack: "test", aws };
      const schemas = await loadTypeSchemas(region, () => {});
      const config = { "aws:region": region };
      const { outputs, resources } = await evaluateStack(
        { project: "test", stack: "test", config, program },
        createProvider(context, schemas),
        () => undefined,
      );
      this.userPoolId = String(outputs["userPoolId"]);
      const table = (name: string) => resources.find((resource) => resource.name === name)!.id!;
      this.tables = { codes: table("users-codes"), invited: table("users-invited") };
      this.app = new App(aws.url, region, String(outputs["clientId"]));
    });
    after(() => this.app?.client.destroy());
  }
}

const program = async () => {
  const users = new UserDirectory("users", {
    region,
    platformName: "Test",
    senderEmail: "no-reply@example.com",
    allowedEmailDomains: ["example.com"],
    allowPasswordAuth: true,
    deletionProtection: false,
    firewall: {},
  });
  return { userPoolId: users.userPoolId, clientId: users.clientId };
};
