/// <reference path="types/nitro-layouts.d.ts" />
/// <reference path="types/modules.d.ts" />
/// <reference path="types/runtime-config.d.ts" />
/// <reference path="types/shared-app.config.d.ts" />
/// <reference types="nuxt" />
/// <reference path="../../node_modules/@nuxt/vite-builder/dist/index.d.mts" />
/// <reference path="../../node_modules/@nuxt/nitro-server/dist/augments.d.mts" />
/// <reference path="types/middleware.d.ts" />
/// <reference path="schema/nuxt.schema.d.ts" />

export {}
