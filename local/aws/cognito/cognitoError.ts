/** An operation ends with an error of Cognito's, such as `UserLambdaValidationException`. */
export class CognitoError extends Error {
  override readonly name = "CognitoError";
  /** Cognito's name for it. */
  readonly type: string;

  constructor(type: string, message: string) {
    super(message);
    this.type = type;
  }
}
