import { installMiniStack } from "../../local/aws/install.ts";
import { freePort } from "../../local/process/freePort.ts";
import { untilResponds } from "../../local/process/untilReady.ts";
import type { Children } from "../../project/children.ts";

/** Variables of every start. */
export const miniStackSettings = {
  BIND_HOST: "127.0.0.1",
  IOT_MTLS_ENABLED: "false",
  SFTP_ENABLED: "false",
};

/**
 * Starts MiniStack alone: it has its default account, and checks no signatures or permissions.
 *
 * @param folder - for its files
 * @returns its address
 * @throws Error when it exits or does not respond in time
 */
export async function startPlainMiniStack(children: Children, folder: string): Promise<string> {
  const python = await installMiniStack(() => {});
  const port = await freePort();
  const env = {
    PATH: process.env["PATH"],
    HOME: folder,
    TMPDIR: folder,
    GATEWAY_PORT: String(port),
    ...miniStackSettings,
  };
  const { exited } = children.spawn("ministack", python, ["-m", "ministack"], { cwd: folder, env });
  const url = `http://127.0.0.1:${port}`;
  const started = await untilResponds(`${url}/_ministack/health`, exited, ({ ok }) => ok, 60_000);
  if (started !== "ready") throw new Error(`MiniStack did not start: ${JSON.stringify(started)}`);
  return url;
}
