import {
  AdminCreateUserCommand,
  AdminSetUserPasswordCommand,
  CognitoIdentityProviderClient,
  ConfirmSignUpCommand,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
  UpdateUserAttributesCommand,
  VerifyUserAttributeCommand,
} from "@aws-sdk/client-cognito-identity-provider";
import type { PlatformState } from "../../local/stateFile.ts";

const Password = "Correct-horse-9";

/** An app's requests to Cognito, which are not signed. All its users have the same password. */
export class App {
  readonly client: CognitoIdentityProviderClient;
  readonly #ClientId: string;

  constructor(endpoint: string, region: string, clientId: string) {
    this.client = new CognitoIdentityProviderClient({
      endpoint,
      region,
      credentials: { accessKeyId: "none", secretAccessKey: "none" },
      signer: { sign: async (request) => request },
    });
    this.#ClientId = clientId;
  }

  /** An app of a running platform's home region. */
  static of({ regions }: PlatformState): App {
    const { aws, userPoolId, clientId } = Object.values(regions)[0]!;
    return new App(aws, userPoolId.split("_")[0]!, clientId);
  }

  signUp(Username: string) {
    const ClientId = this.#ClientId;
    const UserAttributes = [{ Name: "email", Value: Username }];
    return this.client.send(new SignUpCommand({ ClientId, Username, Password, UserAttributes }));
  }

  confirm(Username: string, ConfirmationCode: string) {
    const ClientId = this.#ClientId;
    return this.client.send(new ConfirmSignUpCommand({ ClientId, Username, ConfirmationCode }));
  }

  /** Signs a user in by password. @returns the tokens */
  async signIn(USERNAME: string) {
    const { AuthenticationResult } = await this.client.send(
      new InitiateAuthCommand({
        ClientId: this.#ClientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME, PASSWORD: Password },
      }),
    );
    return AuthenticationResult!;
  }

  /** Begins a sign-in by mailed code. */
  begin(USERNAME: string) {
    return this.client.send(
      new InitiateAuthCommand({
        ClientId: this.#ClientId,
        AuthFlow: "CUSTOM_AUTH",
        AuthParameters: { USERNAME },
      }),
    );
  }

  respond(USERNAME: string, Session: string | undefined, ANSWER: string) {
    return this.client.send(
      new RespondToAuthChallengeCommand({
        ClientId: this.#ClientId,
        ChallengeName: "CUSTOM_CHALLENGE",
        Session,
        ChallengeResponses: { USERNAME, ANSWER },
      }),
    );
  }

  refresh(RefreshToken: string) {
    const ClientId = this.#ClientId;
    return this.client.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));
  }

  /** Requests another address. It counts once it is verified with the mailed code. */
  changeAddress(AccessToken: string, Value: string) {
    const UserAttributes = [{ Name: "email", Value }];
    return this.client.send(new UpdateUserAttributesCommand({ AccessToken, UserAttributes }));
  }

  verifyAddress(AccessToken: string, Code: string) {
    const verified = { AccessToken, AttributeName: "email", Code };
    return this.client.send(new VerifyUserAttributeCommand(verified));
  }
}

/** Creates a user with a verified address and the app's password, as an administrator. */
export async function createUser(
  cognito: CognitoIdentityProviderClient,
  UserPoolId: string,
  Username: string,
): Promise<void> {
  const user = { UserPoolId, Username };
  const UserAttributes = [
    { Name: "email", Value: Username },
    { Name: "email_verified", Value: "true" },
  ];
  await cognito.send(
    new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: "SUPPRESS" }),
  );
  await cognito.send(new AdminSetUserPasswordCommand({ ...user, Password, Permanent: true }));
}

/** The code in the last mail to an address: six digits from Cognito, eight for a sign-in. */
export async function mailedCode({ edge }: PlatformState, to: string): Promise<string> {
  const response = await fetch(`${edge}/_palisade/messages?${new URLSearchParams({ to })}`);
  const { messages } = (await response.json()) as { messages: { text: string }[] };
  return /\d{6,}/.exec(messages.at(-1)!.text)![0];
}

/** Signs a new user up with the mailed code, and signs them in. */
export async function newUser(state: PlatformState, email: string) {
  const app = App.of(state);
  await app.signUp(email);
  await app.confirm(email, await mailedCode(state, email));
  const { IdToken, AccessToken } = await app.signIn(email);
  return { idToken: IdToken!, accessToken: AccessToken! };
}

export const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split(".")[1]!, "base64url").toString()) as Record<string, unknown>;
