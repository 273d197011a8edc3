import type { Finding, ResourceRule } from "../rule.ts";
import { addressPaths, clientTypes, schemeOf } from "./support/clients.ts";
import { isTemporary, temporaryStacks, type TemporaryStacks } from "./support/temporaryStacks.ts";

interface Settings extends TemporaryStacks {
  readonly allowLocalhost: boolean;
}

/**
 * Users are sent back over TLS, or to an app by its custom scheme. Cognito accepts plain HTTP for
 * localhost, which is for tests and for tools on the user's machine.
 *
 * Source: Cognito Developer Guide, "Application-specific settings with app clients" (callback URLs).
 */
export const requireHttpsCallbacks: ResourceRule<Settings> = {
  name: "require-https-callbacks",
  description: "Callback and logout URLs use HTTPS or an app's custom scheme.",
  why: "A code sent over plain HTTP can be read on the way; one sent to localhost goes to any program that listens there.",
  fix: "Use an https URL, or an app's custom scheme such as myapp://callback.",
  equivalents: [],
  types: clientTypes,
  settings: {
    temporaryStacks,
    allowLocalhost: {
      description: "Allow http://localhost in every stack, for tools on users' machines.",
      schema: { type: "boolean" },
      default: false,
    },
  },

  *check(client, settings): Iterable<Finding> {
    const mayBeLocal = settings.allowLocalhost || isTemporary(client, settings.temporaryStacks);
    for (const { path, value } of addressPaths.flatMap((at) => client.valuesAt(at))) {
      const scheme = schemeOf(String(value));
      if (!scheme || !unsafe.includes(scheme)) continue;
      if (scheme === "http" && mayBeLocal && isLocal(String(value))) continue;
      yield { exposed: "Users are sent to an address without TLS", property: path, value };
    }
  },
};

/** Schemes that belong to no app. */
const unsafe = ["http", "ftp", "ws", "javascript", "data", "file"];

const isLocal = (address: string): boolean =>
  /^http:\/\/(localhost|127\.\d+\.\d+\.\d+|\[::1\])([:/?#]|$)/i.test(address);
