/** Colours of the regions' areas, which are apart also for those who see no red or green. */
const colours = ["#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9", "#f0e442"];

/** The class of the `index`th region. */
export const regionStyle = (index: number): string => `region${index % colours.length}`;

export const style = `
:root { color-scheme: light dark; --text: #1b1f24; --dim: #59636e; --page: #fff; --line: #d0d7de; --bad: #c8102e; }
@media (prefers-color-scheme: dark) {
  :root { --text: #e6edf3; --dim: #9198a1; --page: #0d1117; --line: #3d444d; --bad: #ff6b6b; }
}
body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page); margin: 2rem auto; max-width: 64rem; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; font-variant-numeric: tabular-nums; display: block; overflow-x: auto; }
th, td { border-bottom: 1px solid var(--line); padding: .25rem .75rem .25rem 0; text-align: left; white-space: nowrap; }
svg { width: 100%; height: auto; }
svg text { fill: var(--dim); font-size: 12px; }
.grid { stroke: var(--line); }
.event { stroke: var(--text); stroke-dasharray: 4 3; }
.failed { fill: var(--bad); }
.latency { fill: var(--dim); }
.bad { color: var(--bad); font-weight: 600; }
.key { display: inline-block; width: .8em; height: .8em; margin: 0 .4em 0 1em; }
svg.key { vertical-align: -.05em; }
${colours.map((colour, index) => `.region${index} { fill: ${colour}; }`).join("\n")}
`;
