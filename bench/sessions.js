/**
 * The sessions that the benchmark reads and writes: what `pyramid.session` keeps in a cookie, in three
 * sizes. Prices are floats, names are not all ASCII, the dicts of a list share their keys.
 */
import { PyTuple } from 'cartouche/pickle'

const ACCESSED = 1_764_000_123
const CREATED = 1_763_999_042.118_233

/** @typedef {Record<string, unknown>} State what is in a session */

/** @type {State} */
const visitor = {
  _csrft_: 'd3f1a6c09b7e42588a1c5e0f9d2b4c6a7e8f1029',
  user_id: 48_213,
  name: 'Ana Müller',
  _f_: ['Welcome back, Ana', 'Saved'],
}

/** @type {(index: number) => State} */
const cartLine = (index) => ({
  sku: `BK-${10_417 + index * 31}`,
  title: TITLES[index % TITLES.length],
  quantity: 1 + (index % 3),
  price: 12.5 + index * 3.45,
  gift: index % 4 === 0,
})

const TITLES = [
  'The Left Hand of Darkness',
  'Cien años de soledad',
  'Invisible Cities',
  'The Dispossessed',
  'Die Verwandlung',
  'Kindred',
]

/** @type {(street: string, city: string) => State} */
const address = (street, city) => ({ street, city, zip: '10115', country: 'DE', note: null })

/** @type {(index: number) => State} */
const message = (index) => ({
  level: index % 3 === 0 ? 'warning' : 'info',
  text: `Order ${70_001 + index * 17} left our warehouse in ${CITIES[index % CITIES.length]} and should be with you on ${DAYS[index % DAYS.length]}.`,
  at: CREATED + index * 61,
})

const CITIES = ['Berlin', 'Łódź', 'Malmö', 'Ghent']
const DAYS = ['Monday', 'Wednesday', 'Friday']

/** @type {State} */
const shopper = {
  ...visitor,
  email: 'ana.mueller@example.org',
  roles: ['customer', 'newsletter', 'reviewer'],
  locale: 'de_DE',
  return_to: 'https://books.example.org/catalogue?page=3',
  cart: Array.from({ length: 6 }, (_, index) => cartLine(index)),
  viewed: [10_417, 10_448, 10_479, 10_510, 21_004, 70_112],
  searches: ['ursula k. le guin', 'borges', 'science fiction hardcover', 'calvino', 'butler'],
  shipping: address('Torstraße 14', 'Berlin'),
  messages: Array.from({ length: 1 }, (_, index) => message(index)),
}

/** @type {State} */
const hoarder = {
  ...shopper,
  cart: Array.from({ length: 16 }, (_, index) => cartLine(index)),
  viewed: Array.from({ length: 60 }, (_, index) => 10_417 + index * 31),
  billing: address('Invalidenstraße 117', 'Berlin'),
  preferences: { perPage: 48, sort: 'price', wide: true, theme: 'dark', currency: 'EUR' },
  messages: Array.from({ length: 14 }, (_, index) => message(index)),
}

/**
 * As much as fits into a cookie in every library that is measured.
 *
 * @type {State}
 */
const regular = {
  ...shopper,
  cart: Array.from({ length: 14 }, (_, index) => cartLine(index)),
  viewed: Array.from({ length: 40 }, (_, index) => 10_417 + index * 31),
  messages: Array.from({ length: 4 }, (_, index) => message(index)),
}

/**
 * What `pyramid.session` pickles or writes as JSON: the times of access and creation, and the state.
 *
 * @param {State} state
 */
export const tripleOf = (state) => PyTuple.from([ACCESSED, CREATED, new Map(Object.entries(state))])

/** @param {State} state */
export const jsonOf = (state) => [ACCESSED, CREATED, state]

/**
 * Sessions that fit into a cookie, by name.
 *
 * @type {readonly { name: string, state: State }[]}
 */
export const COOKIE_SESSIONS = [
  { name: '157 B', state: visitor },
  { name: '1 KB', state: shopper },
  { name: '3 KB', state: regular },
]

/**
 * The sessions by name, each as the triple that is pickled and as the same data for JSON.
 *
 * @type {readonly { name: string, triple: unknown, json: unknown }[]}
 */
export const SESSIONS = Object.entries({ '157 B': visitor, '1 KB': shopper, '3 KB': hoarder }).map(
  ([name, state]) => ({
    name,
    triple: tripleOf(state),
    json: jsonOf(state),
  }),
)
