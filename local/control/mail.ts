import type { Message } from "../apiTypes/mail.ts";
import type { Regions } from "../inspect/regions.ts";
import { htmlOf, lastMessages, messageWith } from "../inspect/users/mail.ts";
import type { AwsEndpoint } from "../aws/endpoint.ts";
import { ControlError } from "./controlError.ts";
import type { ControlRequest } from "./controlRequest.ts";
import type { Endpoint } from "./endpoint.ts";
import type { Feed } from "./feed.ts";
import { RawResponse } from "./rawResponse.ts";

/**
 * Mails and text messages for people, beside `GET messages`:
 * - `GET messages/last?to=`: `{ messages }`, the newest 200 with the codes in them; `to` is a part of an address
 * - `GET messages/stream`: server-sent events, one for each new message
 * - `GET messages/{id}`: one as a whole
 * - `GET messages/{id}/preview`: its body as a page without scripts, for a frame
 */
export const mailEndpoints = (regions: Regions, sent: Feed<Message>): Endpoint[] => {
  const endpoints = (): AwsEndpoint[] => [...new Set(regions.all.map(({ aws }) => aws))];
  const find = async (request: ControlRequest) => {
    const id = request.param("id");
    const message = await messageWith(endpoints(), id);
    if (message) return message;
    throw new ControlError(404, `There is no message "${id}". GET messages/last lists them.`);
  };
  return [
    {
      method: "GET",
      path: "messages/last",
      query: ["to"],
      handle: async ({ query }) => ({ messages: await lastMessages(endpoints(), query.get("to")) }),
    },
    { method: "GET", path: "messages/stream", handle: () => sent.stream() },
    { method: "GET", path: "messages/{id}", handle: find },
    {
      method: "GET",
      path: "messages/{id}/preview",
      handle: async (request) => {
        const { id, region, text } = await find(request);
        const aws = regions.named(region).aws;
        const html = await htmlOf(aws, id);
        return html === undefined
          ? new RawResponse(text, { type: "text/plain; charset=utf-8" })
          : new RawResponse(html, { type: "text/html; charset=utf-8" });
      },
    },
  ];
};
