const interopDefault = r => r.default || r || [];
const styles = {
  "../node_modules/nuxt/dist/app/components/error-500.vue": () => import('../build/error-500-styles.BSTPzvqE.mjs').then(interopDefault),
  "../node_modules/nuxt/dist/app/components/error-404.vue": () => import('../build/error-404-styles.D0HANtED.mjs').then(interopDefault)
};

export { styles as default };
//# sourceMappingURL=styles.mjs.map
