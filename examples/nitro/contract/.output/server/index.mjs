globalThis.__nitro_main__ = import.meta.url; export { m as middleware, w as websocket } from './chunks/nitro/nitro.mjs';
//# sourceMappingURL=index.mjs.map
