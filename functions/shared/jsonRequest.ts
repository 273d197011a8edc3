import { type IncomingMessage, request as requestHttp, type RequestOptions } from "node:http";
import { request as requestHttps } from "node:https";
import { text } from "node:stream/consumers";

export interface JsonResponse {
  readonly status: number | undefined;
  /** Empty for an empty response. */
  readonly output: Readonly<Record<string, unknown>>;
}

/**
 * A response that is JSON.
 *
 * @throws Error when there is no response, or it is not JSON. Its message has nothing of the response.
 */
export async function requestJson(
  url: URL,
  options: RequestOptions,
  body?: string,
): Promise<JsonResponse> {
  const { protocol, host } = url;
  const request = protocol === "https:" ? requestHttps : requestHttp;
  const response = await new Promise<IncomingMessage>((resolve, reject) => {
    request(url, options).once("response", resolve).on("error", reject).end(body);
  });
  const { statusCode: status } = response;
  const received = await text(response);
  try {
    return { status, output: Object(JSON.parse(received || "{}")) as JsonResponse["output"] };
  } catch {
    // The parser's own error would show a part of the response, which may be a credential.
    throw new Error(`${host} responded with ${status} and no JSON`);
  }
}
