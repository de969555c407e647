/** What holds targets back. The page says each once, below the targets that miss for it. */

export const REASONS = {
  server:
    'What a session adds has no peak in the profile. Of a request with a sealed session, ciphers and their objects are a fifth, JSON a tenth, and the Set-Cookie line that Node checks and writes a tenth: a fixed line of that length has a row of its own. cookie-session has two SHA-1 and one JSON where a sealed session has a cipher, too.',
  noCookie:
    'It does less: a cookie-session that was only read sends no cookie. A session of ours that does not reissue has a row of its own.',
  garbage:
    "Node's own calls make more. Where a sealed session of 1 KB is read by them alone, `JSON.parse` makes 2.2 KB, the deciphered bytes 1.9, base64 1.5, their text 1.2 and the `Map` 1.1; to write it takes 7 more.",
  property:
    'On Node 24 and 26 a property of a request of Express takes 0.01 µs, less than to make any object. On Node 20, where V8 takes long to add one after Express has exchanged the prototype, it takes about as long as ours.',
  rivals:
    'cookie-signature signs with one SHA-256 what `JSON.stringify` made, without a time, an id or a check of what is in the session. What a format does more than that counts where the session is small, and a pickle has more steps than `JSON.stringify`: each text is looked up among those written before. What seals has ciphers to make, which takes longer than to sign.',
  libsodium:
    'It seals in one pass of libsodium, its native add-on, which takes less than two hashes or the making of a cipher by Node, and its JSON is nothing but `JSON.parse` and `JSON.stringify`.',
  floor:
    'The floor has no session: to find the cookie, compare the signature in constant time, make the session and its `Map`, and write the line of the cookie takes the rest. The functions without these have rows of their own.',
  pickler:
    "CPython's pickler is C, and looks objects up by their address, which JavaScript does not have: we look texts up by content and containers in a `Map`. How much that counts depends on the machine: on one, writing was level; on others it was at 0.6 to 0.8.",
  json: 'What writes JSON is a part of V8. A pickle is made value by value.',
  straight: 'The machine was too busy: what is short met other work than what is long.',
  modern: 'The signed format also binds the name of the cookie, and has an id and three times.',
  importing:
    'It has more in it: every factory, format and store that `cartouche` exports. Their files are one file for Node, which is compiled as it is used.',
  bundle:
    'It has no pickles in it. The binding with its CSRF checks is a quarter, and the rest is spread over some 50 files: options that are checked with words, the life of a session, its encoding, events.',
  codec:
    'More than half of it is the pickle codec: all protocols, byte for byte, with the standard types. More can only be saved by leaving some of it out.',
  stored:
    'With as many round trips, and about as much work for Redis: what is left is our own work in Node. Fields are read and compared one by one, so that requests at once with different keys lose nothing.',
  sqlite:
    'SQLite has to fetch the page of a session that is one of a million: the cache of the connection is 2 MB, unless `PRAGMA cache_size` says otherwise, and the caches of the processor have none of the pages on the way. That is 5 to 10 µs, a twentieth of what the session adds to a request.',
}
