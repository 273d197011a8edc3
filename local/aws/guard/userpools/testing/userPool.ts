import type { Message } from "../../../../apiTypes/mail.ts";
import {
  type ChallengeNameType,
  AdminForgetDeviceCommand,
  AdminGetUserCommand,
  AdminSetUserPasswordCommand,
  AdminCreateUserCommand,
  type AttributeType,
  CreateUserPoolClientCommand,
  type CreateUserPoolClientRequest,
  CreateUserPoolCommand,
  type CreateUserPoolRequest,
  ConfirmSignUpCommand,
  type ConfirmSignUpRequest,
  GetTokensFromRefreshTokenCommand,
  InitiateAuthCommand,
  RespondToAuthChallengeCommand,
  SignUpCommand,
  type SignUpCommandOutput,
  UpdateUserPoolCommand,
  type UpdateUserPoolRequest,
} from "@aws-sdk/client-cognito-identity-provider";
import type { AwsEndpoint } from "../../../endpoint.ts";
import { readMessages } from "../../../messages.ts";

export const password = "Secret-123456";

type PoolSettings = Partial<CreateUserPoolRequest>;

/** A pool with a client, and what tests do with its users as an administrator. */
export class UserPool {
  readonly aws: AwsEndpoint;
  readonly userPoolId: string;
  readonly clientId: string;
  #settings: PoolSettings;

  private constructor(
    aws: AwsEndpoint,
    userPoolId: string,
    clientId: string,
    settings: PoolSettings,
  ) {
    this.aws = aws;
    this.userPoolId = userPoolId;
    this.clientId = clientId;
    this.#settings = settings;
  }

  static async create(
    aws: AwsEndpoint,
    pool: Partial<CreateUserPoolRequest>,
    client: Partial<CreateUserPoolClientRequest> = {},
  ): Promise<UserPool> {
    const created = await aws.cognito.send(
      new CreateUserPoolCommand({ PoolName: "users", ...pool }),
    );
    const userPoolId = created.UserPool!.Id!;
    return new UserPool(aws, userPoolId, await createClient(aws, userPoolId, client), pool);
  }

  /** A pool that something else has made; it can't be updated here. */
  static existing(aws: AwsEndpoint, userPoolId: string, clientId: string): UserPool {
    return new UserPool(aws, userPoolId, clientId, {});
  }

  /** Updates settings, and sends the others again: an update resets some that it leaves out. */
  async update(changes: Partial<UpdateUserPoolRequest>): Promise<void> {
    this.#settings = { ...this.#settings, ...changes };
    const {
      Schema: _schema,
      UsernameAttributes: _names,
      AliasAttributes: _aliases,
      UsernameConfiguration: _case,
      PoolName: _name,
      ...settings
    } = this.#settings;
    const UserPoolId = this.userPoolId;
    await this.aws.cognito.send(new UpdateUserPoolCommand({ ...settings, UserPoolId }));
  }

  /** The pool with another client. */
  async withClient(client: Partial<CreateUserPoolClientRequest>): Promise<UserPool> {
    const clientId = await createClient(this.aws, this.userPoolId, client);
    return new UserPool(this.aws, this.userPoolId, clientId, this.#settings);
  }

  /** Creates a confirmed user. */
  async addUser(name: string, attributes: Record<string, string> = {}): Promise<void> {
    const user = { UserPoolId: this.userPoolId, Username: name };
    const UserAttributes = attributeList(attributes);
    await this.aws.cognito.send(
      new AdminCreateUserCommand({ ...user, UserAttributes, MessageAction: "SUPPRESS" }),
    );
    await this.aws.cognito.send(
      new AdminSetUserPasswordCommand({ ...user, Password: password, Permanent: true }),
    );
  }

  /** Creates a user who has to choose a password. */
  async addUserWithTemporaryPassword(
    Username: string,
    attributes: Record<string, string> = {},
  ): Promise<void> {
    await this.aws.cognito.send(
      new AdminCreateUserCommand({
        UserPoolId: this.userPoolId,
        Username,
        UserAttributes: attributeList(attributes),
        TemporaryPassword: password,
        MessageAction: "SUPPRESS",
      }),
    );
  }

  async forgetDevice(Username: string, DeviceKey: string): Promise<void> {
    const user = { UserPoolId: this.userPoolId, Username };
    await this.aws.cognito.send(new AdminForgetDeviceCommand({ ...user, DeviceKey }));
  }

  /** @returns the access token */
  async signIn(name: string, Password = password): Promise<string> {
    const { AuthenticationResult } = await this.aws.cognito.send(
      new InitiateAuthCommand({
        ClientId: this.clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME: name, PASSWORD: Password },
      }),
    );
    return AuthenticationResult!.AccessToken!;
  }

  /** Begins a sign-in that ends with a challenge. @returns its session */
  async begin(USERNAME: string, PASSWORD = password): Promise<string> {
    const { Session } = await this.aws.cognito.send(
      new InitiateAuthCommand({
        ClientId: this.clientId,
        AuthFlow: "USER_PASSWORD_AUTH",
        AuthParameters: { USERNAME, PASSWORD },
      }),
    );
    return Session!;
  }

  async respond(
    ChallengeName: ChallengeNameType,
    Session: string,
    ChallengeResponses: Record<string, string>,
  ): Promise<void> {
    const challenge = { ClientId: this.clientId, ChallengeName, Session, ChallengeResponses };
    await this.aws.cognito.send(new RespondToAuthChallengeCommand(challenge));
  }

  async signUp(
    name: string,
    attributes: Record<string, string> = {},
  ): Promise<SignUpCommandOutput> {
    const user = { ClientId: this.clientId, Username: name, Password: password };
    const UserAttributes = attributeList(attributes);
    return this.aws.cognito.send(new SignUpCommand({ ...user, UserAttributes }));
  }

  /** Confirms with the mailed code unless another one is given. */
  async confirm(name: string, more: Partial<ConfirmSignUpRequest> = {}): Promise<void> {
    const ConfirmationCode = more.ConfirmationCode ?? (await this.codeFor(name));
    const user = { ClientId: this.clientId, Username: name };
    await this.aws.cognito.send(new ConfirmSignUpCommand({ ...user, ...more, ConfirmationCode }));
  }

  /** The code in the last mail to an address. */
  async codeFor(address: string): Promise<string> {
    const mails = await this.mailsTo(address);
    return /(?<!\d)\d{6}(?!\d)/.exec(mails.at(-1)!.text)![0];
  }

  async mailsTo(address: string): Promise<Message[]> {
    return (await readMessages(this.aws)).filter(({ to }) => to.includes(address));
  }

  async refresh(RefreshToken: string): Promise<void> {
    const ClientId = this.clientId;
    await this.aws.cognito.send(new GetTokensFromRefreshTokenCommand({ ClientId, RefreshToken }));
  }

  async attributesOf(name: string): Promise<Record<string, string>> {
    const { UserAttributes } = await this.aws.cognito.send(
      new AdminGetUserCommand({ UserPoolId: this.userPoolId, Username: name }),
    );
    return Object.fromEntries(UserAttributes!.map(({ Name, Value }) => [Name!, Value!]));
  }
}

async function createClient(
  { cognito }: AwsEndpoint,
  UserPoolId: string,
  client: Partial<CreateUserPoolClientRequest>,
): Promise<string> {
  const { UserPoolClient } = await cognito.send(
    new CreateUserPoolClientCommand({
      ClientName: "app",
      ExplicitAuthFlows: ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_ADMIN_USER_PASSWORD_AUTH"],
      ...client,
      UserPoolId,
    }),
  );
  return UserPoolClient!.ClientId!;
}

export const attributeList = (attributes: Record<string, string>): AttributeType[] =>
  Object.entries(attributes).map(([Name, Value]) => ({ Name, Value }));
