import {
  AdminGetUserCommand,
  type CognitoIdentityProviderClient,
  DescribeUserPoolClientCommand,
  DescribeUserPoolCommand,
  paginateListUserPoolClients,
  paginateListUserPools,
  UserNotFoundException,
  type UserPoolType,
} from "@aws-sdk/client-cognito-identity-provider";

/** The input of an operation, as far as it identifies a pool and a user. */
export interface OperationInput {
  readonly UserPoolId?: string;
  readonly ClientId?: string;
  readonly AccessToken?: string;
  readonly Username?: string;
  readonly ClientMetadata?: Record<string, string>;
  readonly MessageAction?: string;
}

export interface User {
  /** Cognito's user name: the `sub` if users sign in by address. */
  readonly name: string;
  readonly attributes: Record<string, string>;
}

/** Source: Cognito API Reference, "CreateUserPoolClient" (AuthSessionValidity). */
const defaultSignInMinutes = 3;

/** MiniStack's user pools and their users. */
export class UserPools {
  readonly #cognito: CognitoIdentityProviderClient;
  /** Never changes, because a client belongs to one pool. */
  readonly #poolIdByClientId = new Map<string, string>();

  constructor(cognito: CognitoIdentityProviderClient) {
    this.#cognito = cognito;
  }

  /** The pool of an operation with its current configuration. */
  async poolOf({ UserPoolId, ClientId }: OperationInput): Promise<UserPoolType> {
    const id = UserPoolId ?? (await this.poolIdOf(ClientId!));
    const { UserPool } = await this.#cognito.send(new DescribeUserPoolCommand({ UserPoolId: id }));
    return UserPool!;
  }

  /** Lifetime of a challenge of a client's sign-ins. */
  async signInMinutes(clientId: string): Promise<number> {
    const UserPoolId = await this.poolIdOf(clientId);
    const { UserPoolClient } = await this.#cognito.send(
      new DescribeUserPoolClientCommand({ UserPoolId, ClientId: clientId }),
    );
    return UserPoolClient?.AuthSessionValidity ?? defaultSignInMinutes;
  }

  /** The user with a sign-in name; undefined if none exists. */
  async findUser(userPoolId: string, username: string): Promise<User | undefined> {
    try {
      const user = await this.#cognito.send(
        new AdminGetUserCommand({ UserPoolId: userPoolId, Username: username }),
      );
      const attributes = (user.UserAttributes ?? []).map(({ Name, Value }) => [Name!, Value!]);
      return {
        name: user.Username!,
        attributes: {
          ...(Object.fromEntries(attributes) as Record<string, string>),
          "cognito:user_status": user.UserStatus!,
        },
      };
    } catch (error) {
      if (error instanceof UserNotFoundException) return undefined;
      throw error;
    }
  }

  /** `undefined` if there is no such client. */
  async poolIdOf(clientId: string): Promise<string | undefined> {
    if (!this.#poolIdByClientId.has(clientId)) await this.#readClients();
    return this.#poolIdByClientId.get(clientId);
  }

  async #readClients(): Promise<void> {
    const pages = paginateListUserPools({ client: this.#cognito }, { MaxResults: 60 });
    for await (const page of pages) {
      for (const { Id } of page.UserPools ?? []) await this.#readClientsOf(Id!);
    }
  }

  async #readClientsOf(poolId: string): Promise<void> {
    const pages = paginateListUserPoolClients(
      { client: this.#cognito },
      { UserPoolId: poolId, MaxResults: 60 },
    );
    for await (const page of pages) {
      for (const { ClientId } of page.UserPoolClients ?? []) {
        this.#poolIdByClientId.set(ClientId!, poolId);
      }
    }
  }
}
