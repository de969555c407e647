/**
 * What Redis does at once. Each script touches one key only, so that a cluster runs it too, and no command that
 * Redis 6.0 lacks. All conditions come before the first write: a script that fails is not undone.
 */

const CLOCK = `
local key = KEYS[1]
local function seconds()
  local time = redis.call('TIME')
  return time[1] + time[2] / 1000000
end
`

/** All of a session: the texts of its list, of which there are none where it is not there; one text where it is closed. */
const ALL = `
local key = KEYS[1]
local function all()
  local list = redis.pcall('LRANGE', key, 0, -1)
  if list.err then return redis.call('GET', key) end
  return list
end
`

export const READ = `${ALL}
return all()
`

/** ARGV: expires ('' for never), the own text, the fields. */
export const CREATE = `
local key = KEYS[1]
if redis.call('EXISTS', key) == 1 then return 0 end
redis.call('RPUSH', key, ARGV[2], ARGV[3])
if ARGV[1] ~= '' then redis.call('EXPIREAT', key, ARGV[1]) end
return 1
`

/**
 * Writes a session anew, where it is as it was known. ARGV: expires ('' for never), the own text, the number of texts and
 * the last change ('' where there is none) as they were known, the own text and the fields. Gives 1, or all that is there.
 */
export const REPLACE = `${ALL}
local own = redis.pcall('LINDEX', key, 0)
if own ~= ARGV[2] or redis.call('LLEN', key) ~= tonumber(ARGV[3]) then return all() end
if ARGV[4] ~= '' and redis.call('LINDEX', key, -1) ~= ARGV[4] then return all() end
redis.call('RPUSH', key, ARGV[5], ARGV[6])
redis.call('LTRIM', key, -2, -1)
if ARGV[1] ~= '' then redis.call('EXPIREAT', key, ARGV[1])
else redis.call('PERSIST', key) end
return 1
`

/**
 * Adds changes and closes the session. ARGV: when it is to be forgotten (seconds since 1970, or '' for when it is
 * anyway), the changes. Gives 1, or all that is there: nothing, or what was closed before.
 */
export const CLOSE = `${ALL}
local texts = all()
if type(texts) == 'string' or not string.match(texts[1] or '', '^%d+:') then return texts end
texts[#texts + 1] = ARGV[2]
redis.call('SET', key, cjson.encode(texts), 'KEEPTTL')
if ARGV[1] ~= '' then redis.call('EXPIREAT', key, ARGV[1]) end
return 1
`

/** Gives the own text of what was there. */
export const DELETE = `${ALL}
local texts = all()
if type(texts) == 'string' then texts = cjson.decode(texts) end
redis.call('DEL', key)
return texts[1]
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
