/**
 * What Redis does at once. Each script touches one key only, so that a cluster runs it too, and no command that
 * Redis 6.0 lacks. All conditions come before the first write: a script that fails is not undone.
 */

/**
 * The field of every session that is the store's own: a hash without fields would not exist. It holds when the session
 * can be forgotten (in whole seconds since 1970; nothing: never). Of one with a subject also "=", up to when the
 * subject's list has it (likewise), "=" and the subject. No field of a session has a control character.
 */
export const OWN = '\u0001'

/** Lua can hand on so many values, at most 8,000, at once. An even number: names and texts go together. */
const CHUNK = 1000

const CHUNKS = `
local key = KEYS[1]
local function each_chunk(command, first, last)
  for at = first, last, ${CHUNK} do
    redis.call(command, key, unpack(ARGV, at, math.min(at + ${CHUNK - 1}, last)))
  end
end
`

const CLOCK = `
local key = KEYS[1]
local function seconds()
  local time = redis.call('TIME')
  return time[1] + time[2] / 1000000
end
`

/** ARGV: expires ('' for never), then the names of fields, each with its text. */
export const CREATE = `${CHUNKS}
if redis.call('EXISTS', key) == 1 then return 0 end
each_chunk('HSET', 2, #ARGV)
if ARGV[1] ~= '' then redis.call('EXPIREAT', key, ARGV[1]) end
return 1
`

/**
 * ARGV: expires ('' for never), '1' to shorten, how the subject's list has the session now ('' where it was not asked),
 * the number of arguments that set, of those that delete; then names and texts to set, names to delete, and for each
 * expectation name, '1' and text, or '0' and ''.
 *
 * Gives 1 (saved), 0 (gone), all that is there (a conflict), or the own field: the subject's list must hear first that
 * the session goes on for longer than it knows. Nothing was changed then.
 */
export const UPDATE = `${CHUNKS}
local own = redis.call('HGET', key, '${OWN}')
if not own then return 0 end

local last_set = 5 + ARGV[4]
local last_deleted = last_set + ARGV[5]
for at = last_deleted + 1, #ARGV, 3 do
  local there = redis.call('HGET', key, ARGV[at])
  local is_met = not there
  if ARGV[at + 1] == '1' then is_met = there == ARGV[at + 2] end
  if not is_met then return redis.call('HGETALL', key) end
end

local expires = tonumber(ARGV[1])
local known, listing, listed = tonumber(own), '', nil
if not known and own ~= '' then
  known, listing = string.match(own, '^(%d*)(=.*)')
  known, listed = tonumber(known), tonumber(string.match(listing, '^=(%d+)='))
end
local is_later = known and (not expires or expires > known)
local is_listed = not is_later or not listed or (expires and expires <= listed)
if not is_listed and ARGV[3] == '' then return own end

local is_moved = is_later or (expires and ARGV[2] == '1')
if is_moved then
  if not is_listed then listing = ARGV[3] end
  -- The own field is set with the others.
  ARGV[4], ARGV[5] = '${OWN}', ARGV[1] .. listing
end
each_chunk('HSET', is_moved and 4 or 6, last_set)
each_chunk('HDEL', last_set + 1, last_deleted)
if is_moved and expires then redis.call('EXPIREAT', key, ARGV[1])
elseif is_moved then redis.call('PERSIST', key) end
return 1
`

/** Gives the own field of what was there. */
export const DELETE = `
local own = redis.call('HGET', KEYS[1], '${OWN}')
redis.call('DEL', KEYS[1])
return own
`

/**
 * Puts a session on the list of its subject, or has it stay there for longer. The list goes when the last of its
 * sessions is over. ARGV: id, until ('+inf' for good).
 */
export const LIST = `${CLOCK}
local known = redis.call('ZSCORE', key, ARGV[1])
if known and tonumber(known) >= tonumber(ARGV[2]) then return end
redis.call('ZREMRANGEBYSCORE', key, '-inf', '(' .. math.floor(seconds()))
redis.call('ZADD', key, ARGV[2], ARGV[1])
local latest = redis.call('ZREVRANGE', key, 0, 0, 'WITHSCORES')[2]
if latest == 'inf' then redis.call('PERSIST', key)
else redis.call('EXPIREAT', key, latest) end
`

/** Gives the ids on the list of a subject, without those that are over. */
export const LISTED = `${CLOCK}
redis.call('ZREMRANGEBYSCORE', key, '-inf', '(' .. math.floor(seconds()))
return redis.call('ZRANGE', key, 0, -1)
`

/**
 * Keeps the later of what was said and what is said, for the longer of both times. ARGV: a number, until in
 * milliseconds since 1970 ('' for good).
 */
export const REVOKE = `${CLOCK}
local known = redis.call('GET', key)
local left = redis.call('PTTL', key)
if not known or tonumber(ARGV[1]) > tonumber(known) then
  redis.call('SET', key, ARGV[1], 'KEEPTTL')
end
if ARGV[2] == '' then redis.call('PERSIST', key)
elseif not known or (left >= 0 and tonumber(ARGV[2]) > seconds() * 1000 + left) then
  redis.call('PEXPIREAT', key, ARGV[2])
end
`
