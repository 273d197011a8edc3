import { useEffect, useRef } from "preact/hooks";
import { Banners } from "./banners.tsx";
import { Help } from "./help.tsx";
import { Navigation } from "./navigation.tsx";
import { findPage } from "./pages.ts";
import { Empty } from "./parts/states.tsx";
import { path } from "./router.ts";

/** The frame that all pages have in common. */
export function App() {
  const found = findPage(path.value);
  const title = found?.page.title ?? "Not found";
  const main = useRef<HTMLElement>(null);
  const isFirst = useRef(true);
  useEffect(() => {
    document.title = `${title} · Palisade`;
    // After a change of the page, the keyboard and screen readers go on at its begin.
    if (!isFirst.current) main.current?.focus({ preventScroll: true });
    isFirst.current = false;
  }, [title]);
  const Page = found?.page.component;
  return (
    <>
      <a class="skip" href="#main">
        Skip to the page
      </a>
      <Navigation current={found?.page} />
      <main id="main" ref={main} tabIndex={-1}>
        <Banners />
        {Page ? (
          <Page key={found.page.path} rest={found.rest} />
        ) : (
          <Empty title={`There is no page ${path.value}.`}>
            Choose one of the navigation, or press <kbd>?</kbd> for the keys.
          </Empty>
        )}
      </main>
      <Help />
    </>
  );
}
