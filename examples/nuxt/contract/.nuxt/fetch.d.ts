export declare const $fetch: import('nitropack/types').$Fetch
