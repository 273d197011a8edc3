import type { OperationInput, User } from "./userPools.ts";

/** The occasions on which the front runs a trigger. */
export type TriggerSource =
  | "PreSignUp_AdminCreateUser"
  | "CustomMessage_SignUp"
  | "CustomMessage_ResendCode"
  | "CustomMessage_ForgotPassword"
  | "PostConfirmation_ConfirmSignUp"
  | "PostConfirmation_ConfirmForgotPassword";

/** The key of a pool's `LambdaConfig`, which is also the name of the trigger in errors. */
type Trigger = "PreSignUp" | "CustomMessage" | "PostConfirmation";

/** Stands for the code in a message. */
export const codeParameter = "{####}";

export interface TriggerEventOptions {
  readonly source: TriggerSource;
  readonly region: string;
  readonly userPoolId: string;
  readonly user: User;
  /** The request of the operation that the trigger belongs to. */
  readonly input: OperationInput;
}

export const triggerOf = (source: TriggerSource): Trigger => source.split("_")[0] as Trigger;

/**
 * What a trigger is called with. Source: Cognito Developer Guide, "Customizing user pool workflows
 * with Lambda triggers", "Pre sign-up Lambda trigger", "Custom message Lambda trigger" and "Post confirmation
 * Lambda trigger".
 */
export function triggerEvent({ source, region, userPoolId, user, input }: TriggerEventOptions) {
  const { request, response } = parts[triggerOf(source)];
  return {
    version: "1",
    triggerSource: source,
    region,
    userPoolId,
    userName: user.name,
    callerContext: {
      awsSdkVersion: "aws-sdk-unknown-unknown",
      clientId: input.ClientId ?? "CLIENT_ID_NOT_APPLICABLE",
    },
    request: {
      userAttributes: user.attributes,
      ...request,
      ...(input.ClientMetadata && { clientMetadata: input.ClientMetadata }),
    },
    response,
  };
}

const parts: Record<Trigger, { request: object; response: object }> = {
  PreSignUp: {
    request: { validationData: null },
    response: { autoConfirmUser: false, autoVerifyEmail: false, autoVerifyPhone: false },
  },
  CustomMessage: {
    // Only an invitation tells users their name.
    request: { codeParameter, linkParameter: "{##Click Here##}", usernameParameter: null },
    response: { smsMessage: null, emailMessage: null, emailSubject: null },
  },
  PostConfirmation: { request: {}, response: {} },
};
