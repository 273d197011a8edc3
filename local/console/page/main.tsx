// Before the pages, whose sheets may then refine it.
import "./style/index.css";
import { render } from "preact";
import { App } from "./app.tsx";
import { listenToKeys } from "./keyboard.ts";
import { listenToLinks } from "./router.ts";
import { followPlatform } from "./platform.ts";
import { applyTheme } from "./theme.ts";

applyTheme();
listenToLinks();
listenToKeys();
followPlatform();
render(<App />, document.body);
