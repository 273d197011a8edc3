import { join } from "node:path";
import type { Children } from "../../../project/children.ts";
import { untilAnswers } from "../../../local/process/untilReady.ts";
import { root } from "../../../tests/support/platformProcess.ts";
import type { Target } from "../../support/target.ts";

/** Another way to serve the route: gateway, the same function, the same private service. */
export interface Peer extends Target {
  readonly version: string;
  /** How it was started. */
  readonly command: string;
}

/** @throws Error when the peer can't be had or does not start */
export type StartPeer = (context: PeerContext) => Promise<Peer>;

export interface PeerContext {
  /** Run the peer, and own its folders. */
  readonly children: Children;
  /** Empty, and the peer's own. */
  readonly folder: string;
  readonly serviceUrl: string;
  /** A token of our own gateway's users, for a peer that has none. */
  readonly idToken: string;
}

/** The bundle of the proxy function, which the gateway's program has written. */
export const bundle = join(root, "dist/functions/proxy/index.js");

/** What the function is told in each peer. */
export const functionVariables = (serviceUrl: string) => ({
  SERVICE_URL: serviceUrl,
  SERVICE_NAME: "items",
});

/** Time that a peer has to answer, in ms. */
const startTimeoutMs = 60_000;

/** @throws Error when it ends or says nothing in time */
export async function untilPeerAnswers(url: string, exited: Promise<string>): Promise<void> {
  const started = await untilAnswers(url, exited, () => true, startTimeoutMs);
  if (started === "answers") return;
  throw new Error(
    started === "silent"
      ? `it did not answer within ${startTimeoutMs / 1000} s`
      : `it ended while starting: ${started.ended}`,
  );
}
