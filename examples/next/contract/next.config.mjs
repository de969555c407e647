export default { compress: false }
