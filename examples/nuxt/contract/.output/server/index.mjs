import process from 'node:process';globalThis._importMeta_={url:import.meta.url,env:process.env};export { A as handler, B as listener, C as websocket } from './chunks/nitro/nitro.mjs';
import 'node:http';
import 'node:https';
import 'node:events';
import 'node:buffer';
import 'node:fs';
import 'node:path';
import 'node:crypto';
//# sourceMappingURL=index.mjs.map
