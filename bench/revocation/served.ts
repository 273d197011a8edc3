import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { RootCredentials } from "../../local/aws/rootCredentials.ts";
import { root } from "../../tests/support/platformProcess.ts";

/** What the program declares for an API. */
export interface Directory {
  readonly userPoolId: string;
  readonly clientId: string;
  readonly denyListTable: string;
}

/** An API whose tokens can be revoked, and a token that it accepts. */
interface ServedApi {
  readonly url: string;
  readonly idToken: string;
  readonly denyListTable: string;
}

/** The AWS endpoint and the APIs of the gateway's process. */
export interface Served {
  readonly aws: { readonly url: string; readonly region: string; readonly key: RootCredentials };
  /** Reads the deny list for each call. */
  readonly each: ServedApi;
  /** Keeps a decision for eight seconds. */
  readonly kept: ServedApi;
}

/** What a writer enters into a deny list. */
export interface Writing extends Pick<Served, "aws"> {
  readonly tableName: string;
  readonly entries: number;
}

/** Runs a module in a process of its own. */
export function run(file: URL) {
  const child = fork(fileURLToPath(file), {
    cwd: root,
    execArgv: [...process.execArgv, "--import", "tsx"],
  });
  const exited = once(child, "exit");
  return { child, exited };
}
