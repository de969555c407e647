import { d as defineHandler } from '../nitro/nitro.mjs';

const _____ = defineHandler((event) => globalThis.cartoucheContract.serverOf(event).answer(event));

export { _____ as default };
//# sourceMappingURL=_..._.mjs.map
