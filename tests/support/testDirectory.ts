import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  UpdateUserAttributesCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import { UserDirectory } from "../../components/identity/index.ts";
import { evaluateStack } from "../../local/graph/evaluate.ts";
import { createProvider } from "../../local/provider/index.ts";
import { loadTypeSchemas } from "../../local/provider/schema/index.ts";
import { useCloud } from "../../local/provider/testing/cloud.ts";
import { password } from "./users.ts";

const region = "eu-west-1";

/** The user directory of the program on a local endpoint, for the tests of a suite. */
export class TestDirectory {
  readonly cloud = useCloud(region);
  clientId!: string;
  userPoolId!: string;
  tables!: { codes: string; invited: string };
  /** A client that signs nothing, as an app's. */
  app!: CognitoIdentityProviderClient;

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
      this.clientId = String(outputs["clientId"]);
      this.userPoolId = String(outputs["userPoolId"]);
      const table = (name: string) => resources.find((resource) => resource.name === name)!.id!;
      this.tables = { codes: table("users-codes"), invited: table("users-invited") };
      this.app = new CognitoIdentityProviderClient({
        endpoint: aws.url,
        region,
        credentials: { accessKeyId: "none", secretAccessKey: "none" },
        signer: { sign: async (request) => request },
      });
    });
    after(() => this.app?.destroy());
  }

  async createUser(email: string): Promise<void> {
    const user = { UserPoolId: this.userPoolId, Username: email };
    const { cognito } = this.cloud.aws;
    await cognito.send(
      new AdminCreateUserCommand({
        ...user,
        UserAttributes: [
          { Name: "email", Value: email },
          { Name: "email_verified", Value: "true" },
        ],
        MessageAction: "SUPPRESS",
      }),
    );
    await cognito.send(
      new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }),
    );
  }

  /** Begins a sign-in by mailed code. */
  begin(USERNAME: string) {
    return this.app.send(
      new InitiateAuthCommand({
        ClientId: this.clientId,
        AuthFlow: "CUSTOM_AUTH",
        AuthParameters: { USERNAME },
      }),
    );
  }

  respond(USERNAME: string, Session: string | undefined, ANSWER: string) {
    return this.app.send(
      new RespondToAuthChallengeCommand({
        ClientId: this.clientId,
        ChallengeName: "CUSTOM_CHALLENGE",
        Session,
        ChallengeResponses: { USERNAME, ANSWER },
      }),
    );
  }

  /** Signs a user in by password. */
  async signIn(email: string) {
    const { AuthenticationResult } = await this.app.send(
      new InitiateAuthCommand({
        ClientId: this.clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: email, PASSWORD: password },
      }),
    );
    return AuthenticationResult!;
  }

  refresh(RefreshToken: string) {
    return this.app.send(
      new GetTokensFromRefreshTokenCommand({ ClientId: this.clientId, RefreshToken }),
    );
  }

  changeAddress(AccessToken: string, Value: string) {
    const UserAttributes = [{ Name: "email", Value }];
    return this.app.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
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
