import { PlatformProcess } from "./tests/support/platformProcess.ts";
import { newUser } from "./tests/support/users.ts";
const p = new PlatformProcess("--port","0"); const s = await p.ready(); console.log(p.output);
const { idToken } = await newUser(s, "ada@example.com");
await fetch(s.edge+"/orders", {headers:{authorization:idToken}});
let t = performance.now();
p.interrupt(); await p.exited; console.log("stop ms", performance.now()-t); process.exit();
