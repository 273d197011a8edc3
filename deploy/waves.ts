/** A stack as far as its turn depends on it. */
export interface RolloutStack {
  readonly name: string;
  /** Has the user pool that the other regions' stacks refer to. */
  readonly home: boolean;
  /** Marked `canary` in its config. */
  readonly canary: boolean;
  /** The distribution before all regions. */
  readonly edge: boolean;
  /** Whether it has the outputs that others refer to. A home region's that change do not count. */
  readonly deployed: boolean;
}

/** Stacks that are deployed at once. */
export interface Wave<S> {
  readonly stacks: readonly S[];
  /** Whether the regions have to prove themselves before the next wave. */
  readonly checked: boolean;
}

/**
 * The order of a rollout: the canary, then the other regions at once, then the edge. The home region
 * comes before all while it was never deployed or its outputs change, since the others refer to
 * them. Where no region is marked, the home region is the canary, or the first one without it.
 */
export function rolloutWaves<S extends RolloutStack>(stacks: readonly S[]): Wave<S>[] {
  const regions = stacks.filter(({ edge }) => !edge);
  const newHome = regions.filter(({ home, deployed }) => home && !deployed);
  const marked = regions.filter(({ canary }) => canary);
  const unmarked = regions.find(({ home }) => home) ?? regions[0];
  const canaries = marked.length > 0 || !unmarked ? marked : [unmarked];
  const first = [...newHome, ...canaries.filter((stack) => !newHome.includes(stack))];
  const waves: Wave<S>[] = [
    ...first.map((stack) => ({ stacks: [stack], checked: true })),
    { stacks: regions.filter((stack) => !first.includes(stack)), checked: false },
    { stacks: stacks.filter(({ edge }) => edge), checked: false },
  ];
  return waves.filter((wave) => wave.stacks.length > 0);
}

/** The order of a removal: the edge, the regions that refer to the home region, the home region. */
export function removalWaves<S extends RolloutStack>(stacks: readonly S[]): Wave<S>[] {
  return [
    stacks.filter(({ edge }) => edge),
    stacks.filter(({ edge, home }) => !edge && !home),
    stacks.filter(({ home }) => home),
  ]
    .filter((wave) => wave.length > 0)
    .map((wave) => ({ stacks: wave, checked: false }));
}
