import type { UserMigrationTriggerEvent } from "aws-lambda";
import { asciiLowerCase } from "../admittedAddress/emailDomain.ts";
import { Refusal } from "../refusal.ts";
import type { Attributes, MigrationSource } from "./source.ts";

type Event = UserMigrationTriggerEvent;

/** The same for an unknown user and a wrong password, so that nobody learns who has an account in the other directory. */
const refusal = () => new Refusal("Incorrect username or password");

/**
 * Brings a user from another directory when they first sign in or reset their password. Cognito then has the user and
 * asks no more, so a second run changes nothing. Fails closed.
 *
 * @param names - attributes that are taken over; `custom:tenant` only if it is one of them
 */
export function createMigration(
  source: MigrationSource,
  names: readonly string[],
): (event: Event) => Promise<Event> {
  return async (event) => {
    const { userName, request, triggerSource } = event;
    const isSignIn = triggerSource === "UserMigration_Authentication";
    const found = isSignIn
      ? await source.signIn(userName, request.password)
      : await source.find(userName);
    if (!found || !isOf(found, userName)) throw refusal();
    event.response = {
      ...event.response,
      userAttributes: Object.fromEntries(
        Object.entries(found)
          .filter(([name]) => names.includes(name))
          .map(([name, value]) => [name, String(value)]),
      ),
      // Otherwise Cognito would have the user reset the password that was just right.
      ...(isSignIn && { finalUserStatus: "CONFIRMED" }),
      messageAction: "SUPPRESS",
    };
    return event;
  };
}

/** A directory that finds users by another name as well must not bring an address that somebody else entered. */
const isOf = ({ email = "" }: Attributes, userName: string): boolean =>
  !userName.includes("@") || asciiLowerCase(email) === asciiLowerCase(userName);
