/** The properties of a stack that decide its place in a rollout. */
export interface RolloutStack {
  readonly name: string;
  /** Has the user pool that the other regions' stacks need. */
  readonly home: boolean;
  /** A canary region: `canary` in its config. */
  readonly canary: boolean;
  /** The distribution in front of all regions. */
  readonly edge: boolean;
  /** Has the outputs that others need. `false` for a home region whose outputs will change. */
  readonly deployed: boolean;
}

/** Stacks that are deployed at the same time. */
export interface Wave<S> {
  readonly stacks: readonly S[];
  /** The regions are watched, not only checked, before the next wave starts. */
  readonly watched: boolean;
}

/**
 * The order of a rollout: the canary regions, the other regions at once, the edge. The home region comes
 * first if it was never deployed or its outputs will change, because the others need them. If no region
 * is marked as canary, it is the home region, or else the first region.
 */
export function rolloutWaves<S extends RolloutStack>(stacks: readonly S[]): Wave<S>[] {
  const regions = stacks.filter(({ edge }) => !edge);
  const newHome = regions.filter(({ home, deployed }) => home && !deployed);
  const marked = regions.filter(({ canary }) => canary);
  const unmarked = regions.find(({ home }) => home) ?? regions[0];
  const canaries = marked.length > 0 || !unmarked ? marked : [unmarked];
  const first = [...newHome, ...canaries.filter((stack) => !newHome.includes(stack))];
  const waves: Wave<S>[] = [
    ...first.map((stack) => ({ stacks: [stack], watched: true })),
    { stacks: regions.filter((stack) => !first.includes(stack)), watched: false },
    { stacks: stacks.filter(({ edge }) => edge), watched: false },
  ];
  return waves.filter((wave) => wave.stacks.length > 0);
}

/** The order of a removal: the edge, the regions that need the home region, the home region. */
export function removalWaves<S extends RolloutStack>(stacks: readonly S[]): Wave<S>[] {
  return [
    stacks.filter(({ edge }) => edge),
    stacks.filter(({ edge, home }) => !edge && !home),
    stacks.filter(({ home }) => home),
  ]
    .filter((wave) => wave.length > 0)
    .map((wave) => ({ stacks: wave, watched: false }));
}
