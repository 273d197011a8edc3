import module from "node:module";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { RunError } from "@pulumi/pulumi";
import log from "@pulumi/pulumi/log/index.js";
import config from "@pulumi/pulumi/runtime/config.js";
import settings from "@pulumi/pulumi/runtime/settings.js";
import stack from "@pulumi/pulumi/runtime/stack.js";
import state from "@pulumi/pulumi/runtime/state.js";
import { errorTold, type RunProgram } from "../../../project/engine/hosts/languageService.mjs";

/** A number at the end of the addresses of a program's files, so that each run loads them anew. */
const runNumber = /\?run=\d+$/;
let runs = 0;

interface Resolved {
  readonly url: string;
}
interface Context {
  readonly parentURL?: string;
}
type Resolve = (specifier: string, context: Context) => Resolved;

// Not yet in the types of the oldest supported version of Node.
const { registerHooks } = module as unknown as { registerHooks: (hooks: object) => void };
registerHooks({
  resolve(specifier: string, context: Context, nextResolve: Resolve): Resolved {
    const resolved = nextResolve(specifier, context);
    const [number] = runNumber.exec(context.parentURL ?? "") ?? [];
    const isOwn = resolved.url.startsWith("file:") && !resolved.url.includes("/node_modules/");
    return number && isOwn ? { ...resolved, url: resolved.url + number } : resolved;
  },
});

// Hidden in Pulumi's types; its Automation API runs programs with it.
const { withLocalStorage } = state as unknown as {
  withLocalStorage: <T>(run: () => Promise<T>) => Promise<T>;
};

/** Runs a program as `@pulumi/pulumi/cmd/run` does in a process of its own. */
export const runProgram: RunProgram = (request, engine) => {
  const info = request.getInfo()!;
  const file = pathToFileURL(join(info.getProgramDirectory(), info.getEntryPoint()));
  return withLocalStorage(async () => {
    settings.resetOptions(
      request.getProject(),
      request.getStack(),
      request.getParallel(),
      engine,
      request.getMonitorAddress(),
      request.getDryrun(),
      request.getOrganization(),
    );
    const values = Object.fromEntries(request.getConfigMap().entries());
    config.setAllConfig(values, request.getConfigsecretkeysList());
    try {
      await stack.runInPulumiStack(async () => {
        const program = await import(`${file.href}?run=${++runs}`);
        return program.default();
      });
      await settings.disconnect();
      return log.hasErrors() ? errorTold : 0;
    } catch (error) {
      const { message, stack: trace } = error as Error;
      await log.error(RunError.isInstance(error) ? message : (trace ?? message));
      await settings.disconnect();
      return errorTold;
    }
  });
};
