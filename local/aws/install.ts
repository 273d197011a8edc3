import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { environmentOf, install } from "../python/install.ts";

const requirements = fileURLToPath(new URL("requirements.txt", import.meta.url));

/**
 * Installs MiniStack into the user's cache folder, unless it is already there.
 *
 * @param announce - called before something that takes seconds
 * @returns path of a Python in which the module `ministack` runs
 * @throws InstallError when Python 3.10 or newer is missing, or the packages can't be installed
 */
export async function installMiniStack(announce: (message: string) => void): Promise<string> {
  const folder = await install(
    {
      folder: "ministack",
      requirements,
      announcement: "Installing the local AWS endpoint (MiniStack) into the cache folder, once",
      subject: "MiniStack",
      purpose: "the local AWS endpoint",
      otherwise: " Or set AWS_ENDPOINT_URL_<REGION> to a custom AWS endpoint for each region.",
      make: environmentOf(requirements),
    },
    announce,
  );
  return join(folder, "bin", "python");
}
