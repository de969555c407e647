import { NuxtModule, ModuleDependencyMeta } from '@nuxt/schema'
declare module '@nuxt/schema' {
  interface ModuleDependencies {

  }
  interface NuxtOptions {
  }
  interface NuxtConfig {
  }
}
declare module 'nuxt/schema' {
  interface ModuleDependencies {

  }
  interface NuxtOptions {
  }
  interface NuxtConfig {
  }
}