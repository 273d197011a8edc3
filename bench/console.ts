// A gateway at 1,000 calls per second, without and with the console's page of calls open in a browser, and how fast that
// page answers meanwhile. Every call is recorded in both. First argument: seconds of each load (default 60).
import { Chromium } from "../tests/support/chromium.ts";
import { newUser } from "../tests/support/users.ts";
import { load } from "./gateway/load.ts";
import { loadPaced } from "./gateway/pacedLoad.ts";
import { printVerdicts } from "./gateway/verdict.ts";
import { region, startBenchPlatform } from "./support/benchPlatform.ts";
import { percentile, printTable, ratio } from "./support/results.ts";
import type { Target } from "./support/target.ts";

const perSecond = 1_000;
const seconds = Number(process.argv[2] ?? 60);
const secondsAtMost = 5;
const rounds = 3;

const platform = await startBenchPlatform();
let browser: Chromium | undefined;
try {
  const { idToken } = await newUser(platform.state, "bench@example.com");
  const target: Target = {
    name: "gateway",
    url: `${platform.state.regions[region]!.api}/catalog`,
    headers: { authorization: idToken },
  };
  await load(target, secondsAtMost);
  const without = await loadPaced(target, { perSecond, seconds });
  browser = await Chromium.open("about:blank");
  const calls = new URL("/calls", platform.state.console).href;
  await browser.visit(calls);
  const answers: number[] = [];
  let isOver = false;
  const asking = (async (page: Chromium) => {
    while (!isOver) answers.push(await timeAnswer(page));
  })(browser);
  const withPage = await loadPaced(target, { perSecond, seconds });
  isOver = true;
  await asking;
  const most = { without: 0, with: 0 };
  for (let round = 0; round < rounds; round++) {
    await browser.visit("about:blank");
    most.without += (await load(target, secondsAtMost)).perSecond / rounds;
    await browser.visit(calls);
    most.with += (await load(target, secondsAtMost)).perSecond / rounds;
  }
  printTable(
    `${perSecond} calls per second for ${seconds} s`,
    ["", "p50", "p99", "refused", "at most, calls/s"],
    [
      row("without the page", without, most.without),
      row("with the page of calls", withPage, most.with),
    ],
  );
  const [usual, slow] = [percentile(answers, 50), percentile(answers, 95)];
  console.log(
    `\nThe page, from pressing a filter to its calls, ${answers.length} times: ${ms(usual)}, 95 % within ${ms(slow)}`,
  );
  printVerdicts([
    {
      what: "most calls per second, with the page to without",
      measured: most.with / most.without,
      limit: { atLeast: 0.95 },
      show: ratio,
    },
    { what: "the page's response, p95", measured: slow, limit: { atMost: 1_000 }, show: ms },
  ]);
} finally {
  await browser?.close();
  await platform.stop();
}

/** From choosing the failed calls and all of them again until the page shows a call of the list. */
async function timeAnswer(page: Chromium): Promise<number> {
  return page.evaluate<number>(`(async () => {
    const started = performance.now();
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    while (!document.querySelector("select[aria-label=Status]")) await frame();
    const status = document.querySelector("select[aria-label=Status]");
    const choose = async (value) => {
      status.value = value;
      status.dispatchEvent(new Event("change", { bubbles: true }));
      await frame();
    };
    await choose("5xx");
    while (document.querySelector("main a[href*='/calls/']")) await frame();
    await choose("");
    while (!document.querySelector("main a[href*='/calls/']")) await frame();
    return performance.now() - started;
  })()`);
}

function row(
  name: string,
  { latencies, statuses }: { latencies: number[]; statuses: Record<number, number> },
  most: number,
): string[] {
  const refused = latencies.length - (statuses[200] ?? 0);
  const [p50, p99] = [percentile(latencies, 50), percentile(latencies, 99)];
  return [name, ms(p50), ms(p99), String(refused), most.toFixed(0)];
}

function ms(value: number): string {
  return `${value.toFixed(1)} ms`;
}
