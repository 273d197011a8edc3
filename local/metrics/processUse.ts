import { readFile } from "node:fs/promises";

/** Ticks of the processor's clock in a second, on every Linux that Node.js supports. */
const ticksPerSecond = 100;

const pageBytes = 4_096;

/** What a process and those that it has started use. */
export interface Use {
  /** Processors, 1 for a whole one, since the last look; `undefined` at the first one. */
  readonly cores: number | undefined;
  readonly memoryMb: number;
}

/** Reads what processes use from `/proc`. */
export class ProcessUse {
  readonly #last = new Map<number, { ticks: number; at: number }>();

  /** @returns `undefined` on machines without `/proc`, and for a process that has ended */
  async of(pid: number): Promise<Use | undefined> {
    const stats = await statsOf(pid).catch(() => undefined);
    if (!stats) {
      this.#last.delete(pid);
      return undefined;
    }
    const ticks = stats.reduce((sum, each) => sum + each.ticks, 0);
    const pages = stats.reduce((sum, each) => sum + each.pages, 0);
    const [before, at] = [this.#last.get(pid), performance.now()];
    this.#last.set(pid, { ticks, at });
    const cores =
      before && at > before.at
        ? Math.max(0, ticks - before.ticks) / ticksPerSecond / ((at - before.at) / 1000)
        : undefined;
    return { cores, memoryMb: (pages * pageBytes) / 1024 / 1024 };
  }
}

interface Stats {
  readonly ticks: number;
  readonly pages: number;
}

async function statsOf(pid: number): Promise<Stats[]> {
  const [stat, children] = await Promise.all([
    readFile(`/proc/${pid}/stat`, "utf8"),
    readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => ""),
  ]);
  // The second field is the program's name in brackets, which may hold spaces.
  const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
  const own = { ticks: Number(fields[11]) + Number(fields[12]), pages: Number(fields[21]) };
  const ids = children.trim().split(" ").filter(Boolean).map(Number);
  const others = await Promise.all(ids.map((id) => statsOf(id).catch(() => [])));
  return [own, ...others.flat()];
}
