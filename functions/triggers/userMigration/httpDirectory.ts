import { requestJson } from "../../shared/jsonRequest.ts";
import type { Attributes, MigrationSource } from "./source.ts";

/** Cognito waits 5 s. */
const timeoutMs = 3_500;

/**
 * A directory that responds to a POST of `{"username", "password"}` with 200 and `{"attributes": {"email": "…"}}` if the
 * password is right, and with 401 or 404 otherwise. Without a password, it is asked for a user who has forgotten theirs.
 *
 * @param readToken - reads the token that proves to the directory who asks
 */
export function httpDirectory(url: URL, readToken: () => Promise<string>): MigrationSource {
  const ask = async (question: object): Promise<Attributes | undefined> => {
    const headers = {
      "content-type": "application/json",
      authorization: `Bearer ${await readToken()}`,
    };
    const signal = AbortSignal.timeout(timeoutMs);
    const { status, output } = await requestJson(
      url,
      { method: "POST", headers, signal, agent: false },
      JSON.stringify(question),
    );
    if (status === 401 || status === 404) return undefined;
    const { attributes } = output;
    if (status !== 200 || typeof attributes !== "object" || attributes === null) {
      throw new Error(`${url.host} responded with ${status}, and no attributes`);
    }
    return attributes as Attributes;
  };
  return {
    signIn: (username, password) => ask({ username, password }),
    find: (username) => ask({ username }),
  };
}
