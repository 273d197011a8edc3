import { colours } from "../../project/colours.ts";
import { explain } from "../../project/explain.ts";
import { deployedUsage } from "./deployed.ts";
import { readOptions } from "./options.ts";
import { pulumiOutputs } from "./pulumiOutputs.ts";
import { runningUsage } from "./running.ts";

const { plan, region, env, stack } = readOptions();
const root = process.cwd();

try {
  const readOutputs = pulumiOutputs(root);
  const text =
    env === "local" && stack === undefined
      ? await runningUsage(root, plan, region)
      : await deployedUsage({ root, plan, env, region, stack, readOutputs });
  console.log(text);
} catch (error) {
  console.error(colours.red(explain(error)));
  process.exitCode = 1;
}
