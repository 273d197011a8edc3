import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { Chromium } from "../../support/chromium.ts";

/** Most bytes of a picture in docs/. */
const maxBytes = 150_000;

/** Heights of pictures to try, in CSS pixels, until one is small enough. */
const heights = [900, 700, 500, 350];

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
