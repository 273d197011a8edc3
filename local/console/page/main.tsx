import { render } from "preact";
import { App } from "./app.tsx";
import { listenToKeys } from "./keyboard.ts";
import { listenToLinks } from "./router.ts";
import { followPlatform } from "./platform.ts";
import { applyTheme } from "./theme.ts";
import "./style/index.css";

applyTheme();
listenToLinks();
listenToKeys();
followPlatform();
render(<App />, document.body);
