import {
  type CognitoIdentityProviderClient,
  paginateListUserPoolClients,
  paginateListUserPools,
} from "@aws-sdk/client-cognito-identity-provider";

/** The app clients of MiniStack's user pools. */
export class UserPools {
  readonly #cognito: CognitoIdentityProviderClient;
  /** Never changes, because a client belongs to one pool. */
  readonly #poolIdByClientId = new Map<string, string>();

  constructor(cognito: CognitoIdentityProviderClient) {
    this.#cognito = cognito;
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
