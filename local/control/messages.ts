import type { Endpoint } from "./endpoint.ts";

/**
 * `GET messages?to=`: mails and text messages that the platform sent.
 *
 * @param messages - all of them, or those to one address or number
 */
export const messageEndpoints = (
  messages: (to: string | undefined) => Promise<unknown[]>,
): Endpoint[] => [
  {
    method: "GET",
    path: "messages",
    query: ["to"],
    handle: async ({ query }) => ({ messages: await messages(query.get("to") ?? undefined) }),
  },
];
