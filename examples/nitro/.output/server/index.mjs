globalThis.__nitro_main__ = import.meta.url; import 'node:http';
import 'node:https';
export { n as default } from './chunks/nitro/nitro.mjs';
import 'node:fs';
import 'node:url';
import 'node:path';
import 'node:crypto';
import 'node:buffer';
import 'node:zlib';
import 'node:diagnostics_channel';
//# sourceMappingURL=index.mjs.map
