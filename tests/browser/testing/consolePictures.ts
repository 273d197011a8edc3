import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Chromium } from "../../support/chromium.ts";
import type { ControlApi } from "../../support/controlApi.ts";

/** Most bytes of a picture in docs/. */
const maxBytes = 150_000;

/** Heights of pictures to try, in CSS pixels, until one is small enough. */
const heights = [900, 700, 500, 350];

/** Does what a team does, so that the pages have something to show. */
export async function usePlatform(control: ControlApi): Promise<void> {
  const call = (method: string, path: string, more: object = {}) =>
    control.send("POST", "try", { method, path, ...more });
  const headers = { "content-type": "application/json" };
  const order = (quantity: number) => ({
    ...{ headers, body: JSON.stringify({ item: "tea", quantity }) },
    as: { user: "ada@example.com" },
  });
  for (let count = 1; count <= 12; count++) {
    await call("POST", "/orders", order(count));
    await call("GET", "/orders", { as: { user: "ada@example.com" } });
    await call("GET", "/catalog");
    await call("GET", "/health", { region: "eu-west-1" });
  }
  await call("POST", "/orders", order(0));
  await call("GET", "/order");
  const { pools } = await control.get<{ pools: { id: string }[] }>("pools");
  for (const name of ["grace", "barbara"]) {
    const username = `${name}@example.com`;
    const attributes = { email: username, email_verified: "true" };
    await control.send("POST", `pools/${pools[0]!.id}/users`, { username, attributes });
  }
  const region = "region=us-east-1";
  const { queues } = await control.get<{ queues: { name: string }[] }>(`queues?${region}`);
  const body = '{"rating":5,"text":"fast"}';
  await control.send("POST", `queues/${queues[0]!.name}/messages?${region}`, { body });
}

/**
 * Writes pictures of the console's pages: `overview-1400.png`, `data-tables-400.png`.
 *
 * @param show - opens an address, and waits until the page is there
 */
export async function takePictures(
  folder: string,
  addresses: readonly string[],
  browser: Chromium,
  show: (address: string) => Promise<void>,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  for (const width of [1400, 400]) {
    for (const address of addresses) {
      const words = decodeURIComponent(address).match(/\w+/g) ?? ["overview"];
      const file = join(folder, `${words.join("-").toLowerCase()}-${width}.png`);
      for (const height of heights) {
        await browser.resize(width, height);
        await show(address);
        const picture = await browser.picture();
        await writeFile(file, picture);
        if (picture.length <= maxBytes) break;
      }
    }
  }
}
