import assert from "node:assert/strict";

/** The control API of a platform, for tests. */
export class ControlApi {
  readonly #edge: () => string;

  /** @param edge - its URL */
  constructor(edge: () => string) {
    this.#edge = edge;
  }

  /** @param path - below `/_palisade/` @param body - sent as JSON */
  async send(method: string, path: string, body?: object) {
    const response = await fetch(`${this.#edge()}/_palisade/${path}`, {
      method,
      ...(body && { body: JSON.stringify(body), headers: { "content-type": "application/json" } }),
    });
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  async get<Answer>(path: string): Promise<Answer> {
    const { status, text } = await this.send("GET", path);
    assert.equal(status, 200, text);
    return JSON.parse(text) as Answer;
  }

  /** @returns the status and the message, such as `404 There is no resource "x".` */
  async refusal(method: string, path: string, body?: object): Promise<string> {
    const { status, text } = await this.send(method, path, body);
    return `${status} ${(JSON.parse(text) as { message: string }).message}`;
  }
}
