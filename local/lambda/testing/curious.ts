/**
 * A function that tries to escape: it performs the action in its event, and returns the result or the
 * error's code.
 */
export const curious = `
  import fs from "node:fs";
  import http from "node:http";
  import net from "node:net";
  import { createRequire, syncBuiltinESMExports } from "node:module";
  import { setPriority } from "node:os";
  import { pathToFileURL } from "node:url";
  const require = createRequire(import.meta.url);
  const connected = (socket) => new Promise((resolve, reject) =>
    socket.on("connect", () => { socket.destroy(); resolve("connected"); }).on("error", reject));
  /** Changes that a function could make beforehand to defeat a check. */
  const changes = {
    none: () => {},
    startsWith: () => { String.prototype.startsWith = () => true; },
    some: () => { Array.prototype.some = () => true; },
    values: (path) => { Object.values = () => [{ path }]; },
    entries: (path) => { Object.entries = () => [["a:1", { path }]]; },
    lists: (path) => {
      for (const name of ["find", "flatMap", "map", "filter", "at", "pop"]) Array.prototype[name] = () => path;
      for (const name of ["includes", "every", "indexOf"]) Array.prototype[name] = () => true;
      Array.prototype[Symbol.iterator] = function* () { yield path; };
    },
    maps: (path) => { Map.prototype.get = () => ({ path }); Map.prototype.has = Set.prototype.has = () => true; },
    texts: (path) => {
      for (const name of ["replace", "replaceAll", "slice", "toString", "trim"]) String.prototype[name] = () => path;
      for (const name of ["includes", "endsWith", "match"]) String.prototype[name] = () => true;
      RegExp.prototype.exec = () => [path];
      RegExp.prototype.test = () => true;
      RegExp.prototype[Symbol.replace] = () => path;
    },
    text: (path) => { globalThis.String = () => ({ startsWith: () => true, toString: () => path }); },
    apply: (path) => { Reflect.apply = (f, self, [request]) => f.call(self, request, path); },
    call: (path) => {
      const { call } = Function.prototype;
      const original = Reflect.apply;
      Function.prototype.call = function (self, ...args) { return args[0] === path ? true : original(this, self, args); };
      Function.prototype.apply = function (self, args) { return original(call, this, [self, ...args]); };
    },
    resolve: (path) => {
      require("node:path").resolve = () => ({ startsWith: () => true, toString: () => path });
      syncBuiltinESMExports();
    },
    workingFolder: (path) => { process.cwd = () => path; },
    getters: (path) => {
      for (const name of ["path", "startsWith", "socketFolder", "temporaryDirectory"]) {
        Object.defineProperty(Object.prototype, name, { get: () => "/", set() {}, configurable: true });
      }
    },
    name: (path) => {
      const prototype = Object.getPrototypeOf(process._getActiveHandles().find(({ fd }) => fd !== 1)._handle);
      const { connect } = prototype;
      prototype.connect = function (request) {
        let looks = 0;
        return connect.call(this, request, { toString: () => looks++ ? path : "/tmp/s", startsWith: () => true });
      };
    },
    hosts: (path) => say(["hosts", { "a:1": { path } }]),
    start: (path) => say(["start", {
      function: { name: "f", codeDirectory: "/" }, environment: {}, socketFolder: "", temporaryDirectory: "",
      hosts: { "a:1": { path } },
    }]),
  };
  /** Sends a message as if it came from the platform's pipe. */
  const say = (message) => {
    const head = Buffer.from(JSON.stringify(message));
    const lengths = Buffer.alloc(8);
    lengths.writeUInt32LE(head.length);
    for (const one of process._getActiveHandles()) one.emit?.("data", Buffer.concat([lengths, head]));
  };
  const ways = {
    socketAfter: ({ change, path }) => {
      changes[change](path);
      return connected(net.connect(path));
    },
    priority: () => { require("node:os").setPriority(process.ppid, 19); return "set"; },
    priorityImported: () => { setPriority(process.ppid, 19); return "set"; },
    ownPriority: () => { setPriority(5); setPriority(0, 6); setPriority(process.pid, 7); return "set"; },
    read: (path) => fs.readFileSync(path, "utf8"),
    readBytes: (path) => fs.readFileSync(Buffer.from(path), "utf8"),
    readUrl: (path) => fs.readFileSync(pathToFileURL(path), "utf8"),
    readLater: (path) => fs.promises.readFile(path, "utf8"),
    readParent: () => fs.readFileSync("/proc/" + process.ppid + "/environ", "utf8"),
    list: (path) => fs.readdirSync(path).join(),
    exists: (path) => fs.existsSync(path),
    write: (path) => { fs.writeFileSync(path, "text"); return "written"; },
    link: (path) => { fs.symlinkSync(path, "link"); return "linked"; },
    linkToItself: async (path) => {
      const own = process.cwd(), deep = own + "/a/b/c/d/e/f/g/h";
      fs.mkdirSync(deep, { recursive: true });
      for (const link of [fs.symlinkSync, fs.promises.symlink]) await link(own, deep + "/link");
      const top = deep + "/link/" + "../".repeat(own.split("/").length - 1);
      return fs.readFileSync(top + path.slice(1), "utf8");
    },
    report: (folder) => {
      process.report.directory = folder;
      return process.report.writeReport("report.json");
    },
    reportHere: () => process.report.getReport().header.nodejsVersion === process.version && "own",
    load: (path) => require(path),
    import: (path) => import(pathToFileURL(path)),
    loadEnvironment: (path) => { process.loadEnvFile(path); return process.env.SECRET; },
    run: () => require("node:child_process").execSync("id").toString(),
    thread: () => { new (require("node:worker_threads").Worker)("1", { eval: true }); return "runs"; },
    addon: () => { process.dlopen({ exports: {} }, "/addon.node"); return "loaded"; },
    binding: () => Object.keys(process.binding("fs")).join(),
    debug: () => { require("node:inspector").open(0, "127.0.0.1"); return "open"; },
    database: (path) => { new (require("node:sqlite").DatabaseSync)(path); return "open"; },
    engineFlags: async (flags) => { (await import("node:v8")).setFlagsFromString(flags); return "set"; },
    trace: () => { require("node:trace_events").createTracing({ categories: ["v8"] }).enable(); return "on"; },
    signal: (signal) => { process.kill(process.ppid, signal); return "sent"; },
    signalGroup: (signal) => { process.kill(-process.ppid, signal); return "sent"; },
    debugPlatform: () => { process._debugProcess(process.ppid); return "sent"; },
    socket: (path) => connected(net.connect(path)),
    socketOptions: (path) => connected(net.connect({ path })),
    socketLater: (path) => connected(new net.Socket().connect(path)),
    socketByHandle: (path) => new Promise((resolve) => {
      const server = net.createServer().listen("/tmp/s", () => {
        const Pipe = server._handle.constructor;
        const { connect } = Pipe.prototype;
        Pipe.prototype.connect = (request) => {
          request.oncomplete = (status) => { resolve(status); server.close(); };
          return connect.call(new Pipe(0), request, path);
        };
        net.connect("/tmp/s").on("error", () => {});
      });
    }),
    socketBySecondLook: (path) => {
      let looks = 0;
      return connected(new net.Socket().connect({ get path() { return looks++ ? path : undefined; }, port: 1 }));
    },
    socketHttp: (socketPath) => new Promise((resolve, reject) =>
      http.get({ socketPath, path: "/" }, ({ statusCode }) => resolve(statusCode)).on("error", reject)),
    http: (url) => new Promise((resolve, reject) =>
      http.get(url, ({ statusCode }) => resolve(statusCode)).on("error", reject)),
    ownSocket: (path) => new Promise((resolve, reject) => {
      const server = http.createServer((request, response) => response.end()).listen(path, async () => {
        await ways.socketHttp(path).then(resolve, reject);
        server.close();
      }).on("error", reject);
    }),
    environment: () => fs.readFileSync("/proc/self/environ", "utf8"),
    here: () => process.cwd(),
    offset: () => new Date(2026, 6, 1).getTimezoneOffset(),
    babble: () => { fs.writeSync(4, Buffer.alloc(100_000, 255)); return new Promise(() => {}); },
    exhaust: () => { const all = []; for (;;) all.push(new Array(1_000_000).fill({})); },
  };
  export const handler = async ({ way, what }) => {
    try { return await ways[way](what); } catch (error) { return error.code ?? error.name; }
  };`;
