import {
  CompleteWebAuthnRegistrationCommand,
  type CreateUserPoolRequest,
  InitiateAuthCommand,
  type InitiateAuthCommandOutput,
  RespondToAuthChallengeCommand,
  SetUserPoolMfaConfigCommand,
  StartWebAuthnRegistrationCommand,
  type WebAuthnConfigurationType,
} from "@aws-sdk/client-cognito-identity-provider";
import type { AwsEndpoint } from "../../../../endpoint.ts";
import { UserPool } from "../../testing/userPool.ts";
import type { Authenticator, Changes, CreationOptions, RequestOptions } from "./authenticator.ts";

const flows = ["ALLOW_USER_AUTH", "ALLOW_USER_PASSWORD_AUTH"] as const;

/** A pool whose users may sign in with passkeys of `localhost`. */
export class PasskeyPool {
  readonly pool: UserPool;
  readonly #aws: AwsEndpoint;

  private constructor(aws: AwsEndpoint, pool: UserPool) {
    this.#aws = aws;
    this.pool = pool;
  }

  static async create(
    aws: AwsEndpoint,
    settings: WebAuthnConfigurationType = {},
    pool: Partial<CreateUserPoolRequest> = {},
  ): Promise<PasskeyPool> {
    const created = await UserPool.create(
      aws,
      {
        Policies: { SignInPolicy: { AllowedFirstAuthFactors: ["PASSWORD", "WEB_AUTHN"] } },
        ...pool,
      },
      { ExplicitAuthFlows: [...flows], PreventUserExistenceErrors: "ENABLED" },
    );
    const passkeys = new PasskeyPool(aws, created);
    await passkeys.configure({ RelyingPartyId: "localhost", ...settings });
    return passkeys;
  }

  async withClient(): Promise<PasskeyPool> {
    const pool = await this.pool.withClient({ ExplicitAuthFlows: [...flows] });
    return new PasskeyPool(this.#aws, pool);
  }

  async configure(WebAuthnConfiguration: WebAuthnConfigurationType): Promise<void> {
    const UserPoolId = this.pool.userPoolId;
    await this.#aws.cognito.send(
      new SetUserPoolMfaConfigCommand({ UserPoolId, WebAuthnConfiguration }),
    );
  }

  async start(AccessToken: string): Promise<CreationOptions> {
    const { CredentialCreationOptions } = await this.#aws.cognito.send(
      new StartWebAuthnRegistrationCommand({ AccessToken }),
    );
    return CredentialCreationOptions as unknown as CreationOptions;
  }

  async complete(AccessToken: string, Credential: object): Promise<void> {
    await this.#aws.cognito.send(
      new CompleteWebAuthnRegistrationCommand({ AccessToken, Credential: Credential as never }),
    );
  }

  async register(name: string, authenticator: Authenticator, changes?: Changes): Promise<void> {
    const token = await this.pool.signIn(name);
    await this.complete(token, authenticator.create(await this.start(token), changes));
  }

  /** Begins a sign-in with a passkey. */
  async begin(
    USERNAME: string,
  ): Promise<InitiateAuthCommandOutput & { readonly options: RequestOptions }> {
    const output = await this.#aws.cognito.send(
      new InitiateAuthCommand({
        ClientId: this.pool.clientId,
        AuthFlow: "USER_AUTH",
        AuthParameters: { USERNAME, PREFERRED_CHALLENGE: "WEB_AUTHN" },
      }),
    );
    const options = output.ChallengeParameters?.["CREDENTIAL_REQUEST_OPTIONS"] ?? "{}";
    return { ...output, options: JSON.parse(options) as RequestOptions };
  }

  /** @returns the access token */
  async respond(USERNAME: string, Session: string, CREDENTIAL: string): Promise<string> {
    const { AuthenticationResult } = await this.#aws.cognito.send(
      new RespondToAuthChallengeCommand({
        ClientId: this.pool.clientId,
        ChallengeName: "WEB_AUTHN",
        Session,
        ChallengeResponses: { USERNAME, CREDENTIAL },
      }),
    );
    return AuthenticationResult!.AccessToken!;
  }

  async signIn(name: string, authenticator: Authenticator, changes?: Changes): Promise<string> {
    const { Session, options } = await this.begin(name);
    return this.respond(name, Session!, authenticator.get(options, changes));
  }
}
