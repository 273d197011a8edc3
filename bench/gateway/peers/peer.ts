import { join } from "node:path";
import type { Children } from "../../../project/children.ts";
import { root } from "../../../tests/support/platformProcess.ts";
import type { Target } from "../../support/target.ts";

/** Another way to serve the route: gateway, the same function, the same private service. */
export interface Peer extends Target {
  readonly version: string;
  /** Command that started it. */
  readonly command: string;
}

/** @throws Error when the peer can't be installed or does not start */
export type StartPeer = (context: PeerContext) => Promise<Peer>;

export interface PeerContext {
  /** Run the peer and delete its folders. */
  readonly children: Children;
  /** Empty folder for this peer alone. */
  readonly folder: string;
  readonly serviceUrl: string;
  /** A token of our gateway's user pool, for a peer without users. */
  readonly idToken: string;
}

/** The proxy function's bundle, written by the gateway's program. */
export const bundle = join(root, "dist/functions/proxy/index.js");

/** Environment of the function in each peer. */
export const functionVariables = (serviceUrl: string) => ({
  SERVICE_URL: serviceUrl,
  SERVICE_NAME: "items",
});
