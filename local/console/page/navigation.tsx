import { useSignal } from "@preact/signals";
import { useEffect } from "preact/hooks";
import { isHelpOpen } from "./keyboard.ts";
import { type ConsolePage, pages } from "./pages.ts";
import { platform, stateOf } from "./platform.ts";
import { path } from "./router.ts";
import { isDark, toggleTheme } from "./theme.ts";

/** The side of the frame; on a narrow screen, a bar whose menu opens. */
export function Navigation({ current }: { current: ConsolePage | undefined }) {
  const isOpen = useSignal(false);
  useEffect(() => void (isOpen.value = false), [path.value]);
  return (
    <header class="side">
      <a class="brand" href="/">
        <Logo /> Palisade
      </a>
      <button
        type="button"
        class="menu"
        aria-expanded={isOpen.value}
        aria-controls="navigation"
        onClick={() => (isOpen.value = !isOpen.value)}
      >
        {current?.title ?? "Pages"} <span aria-hidden="true">▾</span>
      </button>
      <nav id="navigation" aria-label="Pages" class={isOpen.value ? "open" : ""}>
        <ul>
          {pages.map((page) => (
            <li key={page.path}>
              <a href={page.path} aria-current={page === current ? "page" : undefined}>
                {page.title}
                <kbd aria-hidden="true">g {page.key}</kbd>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <Regions />
      <div class="tools">
        <button type="button" class="quiet" onClick={toggleTheme}>
          {isDark.value ? "Light" : "Dark"}
        </button>
        <button type="button" class="quiet" onClick={() => (isHelpOpen.value = true)}>
          Keys
        </button>
      </div>
    </header>
  );
}

/** Each region's state at a glance, on every page. */
function Regions() {
  const regions = Object.entries(platform.value?.regions ?? {});
  if (regions.length === 0) return null;
  return (
    <ul class="regions" aria-label="Regions">
      {regions.map(([name, region]) => {
        const state = stateOf(region);
        return (
          <li key={name}>
            <span class={`dot ${state}`} aria-hidden="true" /> {name}
            <span class="state"> {state}</span>
          </li>
        );
      })}
    </ul>
  );
}

const Logo = () => (
  <svg viewBox="0 0 16 16" width="18" height="18" aria-hidden="true">
    <path
      fill="currentColor"
      d="M2 15V4l1.5-2L5 4v11zm4.5 0V4L8 2l1.5 2v11zM11 15V4l1.5-2L14 4v11z"
    />
  </svg>
);
