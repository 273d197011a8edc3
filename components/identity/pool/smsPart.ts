/** The option that has Cognito send text messages, as others ask for it. */
export interface SmsPart {
  readonly sms?: object | undefined;
}
