// @ts-check
import { createRequire } from "node:module";
import { join } from "node:path";

/** @import { ProgramInfo, RunPluginRequest, RunRequest } from "@pulumi/pulumi/proto/language_pb.js" */

/**
 * @typedef {object} Command - a Node.js command
 * @property {string[]} args
 * @property {Record<string, string | undefined>} env
 * @property {string | undefined} cwd
 */

/**
 * The command that runs a program with the SDK's runner.
 *
 * @param {RunRequest} request
 * @param {string} engine - the engine's address
 * @returns {Command}
 */
export function programCommand(request, engine) {
  const info = infoOf(request);
  const { nodeArgs, env } = readOptions(info);
  const flags = {
    monitor: request.getMonitorAddress(),
    engine,
    organization: request.getOrganization(),
    project: request.getProject(),
    "root-directory": info.getRootDirectory(),
    stack: request.getStack(),
    pwd: info.getProgramDirectory(),
    parallel: String(request.getParallel()),
  };
  const given = Object.entries(flags).filter(([, value]) => value !== "");
  return {
    args: [
      ...nodeArgs,
      runner(info, "run"),
      ...given.flatMap(([name, value]) => [`--${name}`, value]),
      ...(request.getDryrun() ? ["--dry-run"] : []),
      info.getEntryPoint(),
      ...request.getArgsList(),
    ],
    env: {
      ...process.env,
      ...env,
      PULUMI_CONFIG: JSON.stringify(Object.fromEntries(request.getConfigMap().entries())),
      PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(request.getConfigsecretkeysList()),
    },
    cwd: info.getProgramDirectory(),
  };
}

/**
 * The command that runs a policy pack, or a provider or component in TypeScript, with the SDK's runner.
 * Like Pulumi's own host, it ignores a pack's `nodeargs`.
 *
 * @param {RunPluginRequest} request
 * @returns {Command}
 */
export function pluginCommand(request) {
  const info = infoOf(request);
  const folder = info.getProgramDirectory();
  const args = request.getArgsList();
  const given = request.getEnvList().map((pair) => {
    const end = pair.indexOf("=");
    return [pair.slice(0, end), pair.slice(end + 1)];
  });
  const env = { ...Object.fromEntries(given), ...readOptions(info).env };
  return request.getKind() === "analyzer"
    ? { args: [runner(info, "run-policy-pack"), ...args, folder], env, cwd: folder }
    : { args: [runner(info, "run-plugin"), folder, ...args], env, cwd: request.getPwd() };
}

/** @param {RunRequest | RunPluginRequest} request */
function infoOf(request) {
  const info = request.getInfo();
  if (!info)
    throw new Error(
      "The engine is too old: it does not send the program's location. Update Pulumi.",
    );
  return info;
}

/**
 * The path of one of the SDK's runners, in the SDK that the program has installed.
 *
 * @param {ProgramInfo} info
 * @param {"run" | "run-plugin" | "run-policy-pack"} name
 */
function runner(info, name) {
  const folder = info.getProgramDirectory();
  try {
    return createRequire(join(folder, "package.json")).resolve(`@pulumi/pulumi/cmd/${name}`);
  } catch {
    throw new Error(`@pulumi/pulumi is not installed for ${folder}: run npm install there.`);
  }
}

/**
 * `runtime.options` of Pulumi.yaml; `typescript` is true by default.
 *
 * @param {ProgramInfo} info
 */
function readOptions(info) {
  const { typescript = true, tsconfig, nodeargs = "" } = info.getOptions()?.toJavaScript() ?? {};
  if (typeof typescript !== "boolean") throw new Error("typescript option must be a boolean");
  if (typeof nodeargs !== "string") throw new Error("nodeargs option must be a string");
  /** @type {Record<string, string>} */
  const env = {};
  if (typescript) env["PULUMI_NODEJS_TYPESCRIPT"] = "true";
  if (typeof tsconfig === "string") env["PULUMI_NODEJS_TSCONFIG_PATH"] = tsconfig;
  return { nodeArgs: splitWords(nodeargs), env };
}

/**
 * Splits a text into words as a shell does, with quotes.
 *
 * @param {string} text
 */
function splitWords(text) {
  const words = text.match(/(?:[^\s"']|"[^"]*"|'[^']*')+/g) ?? [];
  return words.map((word) => word.replaceAll(/"([^"]*)"|'([^']*)'/g, "$1$2"));
}
