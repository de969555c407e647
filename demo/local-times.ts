/** The one script of the pages, served as `/local-times.js`: times in the zone of who looks. */
export const localTimes = `
const two = (number) => String(number).padStart(2, '0')

function fill(parent, name, text) {
  for (const element of parent.getElementsByClassName(name)) element.textContent = text
}

for (const time of document.querySelectorAll('time')) {
  const date = new Date(time.dateTime)
  fill(time, 'day', [date.getFullYear(), date.getMonth() + 1, date.getDate()].map(two).join('-'))
  fill(time, 'clock', [date.getHours(), date.getMinutes(), date.getSeconds()].map(two).join(':'))
}
fill(document, 'zone', Intl.DateTimeFormat().resolvedOptions().timeZone)
`
