import type { AwsEndpoint } from "../../../local/aws/endpoint.ts";
import { startSignInPages } from "../../../local/edge/signInPages.ts";
import { selfSigned } from "../../../local/selfSigned.ts";
import { Chromium, needsChromium } from "../../support/chromium.ts";
import { WebApp } from "./app.ts";

interface Served {
  readonly app: WebApp;
  /** URL of the sign-in pages, by HTTPS. */
  readonly pages: string;
  /** The pages' certificate, PEM. */
  readonly certificate: string;
}

/** Serves the sign-in pages of an endpoint and an app to the tests of a suite. */
export function serveApp(stack: { readonly aws: AwsEndpoint }): Served {
  const tls = selfSigned("localhost", 1, ["localhost", "127.0.0.1"]);
  const served = { certificate: tls.certificate } as { -readonly [K in keyof Served]: Served[K] };
  const closers: (() => Promise<void> | void)[] = [];
  before(async function () {
    needsChromium(this);
    const { url: endpoint, region, identity } = stack.aws;
    const app = await WebApp.start();
    closers.push(() => app.close());
    const pages = await startSignInPages({ port: 0, tls, region, endpoint });
    closers.push(() => pages.close(0));
    identity!.servePagesAt(pages.url);
    Object.assign(served, { app, pages: pages.url });
  });
  after(() => Promise.all(closers.map((close) => close())));
  return served;
}

/** One browser for the tests of a suite; each begins without cookies. */
export function openBrowser({ certificate }: Served): { readonly browser: Chromium } {
  const opened = {} as { browser: Chromium };
  before(async () => {
    opened.browser = await Chromium.open("about:blank", certificate);
  });
  afterEach(() => opened.browser.forgetCookies());
  after(() => opened.browser?.close());
  return opened;
}
