/** Prints how many milliseconds it takes to import a module: `import-child.js MODULE`. */
const [, , module = ''] = process.argv
const start = performance.now()
await import(module)
console.log(performance.now() - start)
