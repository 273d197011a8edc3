import type { CustomMessageTriggerEvent } from "aws-lambda";

/** A message in plain text. */
export interface Message {
  readonly subject: string;
  readonly text: string;
}

/** The variable parts of a message. */
export interface MessageParts {
  readonly platform: string;
  /** The code or temporary password, or Cognito's placeholder for it, `{####}`. */
  readonly code: string;
  /** The user name or its placeholder, `{username}`; only for an invitation. */
  readonly username: string;
}

type Source = CustomMessageTriggerEvent["triggerSource"];

const confirmAddress = ({ platform, code }: MessageParts): Message => ({
  subject: `Confirm your address for ${platform}`,
  text: `Your confirmation code for ${platform} is ${code}. If you did not ask for it, ignore this message.`,
});

/** The message for each occasion on which Cognito notifies a user. */
export const messages: Record<Source, (parts: MessageParts) => Message> = {
  CustomMessage_SignUp: ({ platform, code }) => ({
    subject: `Welcome to ${platform}`,
    text: `Welcome to ${platform}. Your confirmation code is ${code}. If you did not sign up, ignore this message.`,
  }),
  CustomMessage_ResendCode: ({ platform, code }) => ({
    subject: `Your new code for ${platform}`,
    text: `Your new confirmation code for ${platform} is ${code}. If you did not ask for it, ignore this message.`,
  }),
  CustomMessage_ForgotPassword: ({ platform, code }) => ({
    subject: `Reset your password for ${platform}`,
    text: `Your code to set a new password for ${platform} is ${code}. If you did not ask for it, ignore this message: your password stays as it is.`,
  }),
  CustomMessage_AdminCreateUser: ({ platform, code, username }) => ({
    subject: `Your invitation to ${platform}`,
    text: `You have an account on ${platform}. Your user name is ${username} and your temporary password is ${code}. You will choose your own when you first sign in.`,
  }),
  CustomMessage_UpdateUserAttribute: confirmAddress,
  CustomMessage_VerifyUserAttribute: confirmAddress,
  CustomMessage_Authentication: ({ platform, code }) => ({
    subject: `Your sign-in code for ${platform}`,
    text: `Your sign-in code for ${platform} is ${code}. Never tell it to anybody.`,
  }),
};

const entities: Record<string, string> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/** The text as HTML, which is the format of mail bodies in Cognito. */
export const toHtml = (text: string): string =>
  `<p>${text.replace(/[&<>"']/g, (character) => entities[character]!)}</p>`;
