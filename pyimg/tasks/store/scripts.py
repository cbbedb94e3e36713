"""The scripts that a Redis store is changed by. ARGV[1] is the prefix, names follow the other arguments.

LOG_MOST is replaced by a number.
"""

__all__ = ["CLAIM", "COMMIT", "FAIL", "FREE", "INVALIDATE", "RELEASE", "RENEW"]

_TRIM = """
local long = redis.call('LLEN', p .. 'log')
if long > LOG_MOST then
  local drop = long - math.floor(LOG_MOST / 2)
  redis.call('LTRIM', p .. 'log', drop, -1)
  redis.call('INCRBY', p .. 'b', drop)
end
"""

#: who, milliseconds, whether even with a result, names → for each: 0 held, 1 taken, 2 there is a result; generation
CLAIM = """
local p, out = ARGV[1], {}
for i = 5, #ARGV do
  local name, what = ARGV[i], 0
  if ARGV[4] == '0' and redis.call('HEXISTS', p .. 'n', name) == 1 then
    what = 2
  elseif redis.call('SET', p .. 'l:' .. name, ARGV[2], 'NX', 'PX', ARGV[3]) then
    what = 1
  elseif redis.call('GET', p .. 'l:' .. name) == ARGV[2] then
    what = 1
  end
  out[#out + 1] = what
  out[#out + 1] = tonumber(redis.call('HGET', p .. 'g', name) or '0')
end
return out
"""

#: who, then for each result: name, generation, value, header, names of this batch it was made from → 1 stored, 0 too late
COMMIT = """
local p, out, refused = ARGV[1], {}, {}
for i = 3, #ARGV, 5 do
  local name, ok = ARGV[i], 1
  if tonumber(redis.call('HGET', p .. 'g', name) or '0') ~= tonumber(ARGV[i + 1]) then ok = 0 end
  for below in string.gmatch(ARGV[i + 4], '[^,]+') do
    if refused[below] then ok = 0 end
  end
  if ok == 1 then
    redis.call('SET', p .. 'r:' .. name, ARGV[i + 2])
    redis.call('HSET', p .. 'n', name, ARGV[i + 3])
    redis.call('HDEL', p .. 'f', name)
    redis.call('RPUSH', p .. 'log', 'R' .. name)
  else
    refused[name] = true
  end
  if redis.call('GET', p .. 'l:' .. name) == ARGV[2] then redis.call('DEL', p .. 'l:' .. name) end
  out[#out + 1] = ok
end
""" + _TRIM + "return out"

#: who, name, generation, report → 1 stored, 0 too late
FAIL = """
local p, name, ok = ARGV[1], ARGV[3], 0
if tonumber(redis.call('HGET', p .. 'g', name) or '0') <= tonumber(ARGV[4]) then
  ok = 1
  redis.call('HSET', p .. 'f', name, ARGV[5])
  redis.call('RPUSH', p .. 'log', 'F' .. name)
end
if redis.call('GET', p .. 'l:' .. name) == ARGV[2] then redis.call('DEL', p .. 'l:' .. name) end
""" + _TRIM + "return ok"

#: whether even names of which nothing is known, names → 1 for each that had a result
INVALIDATE = """
local p, out = ARGV[1], {}
for i = 3, #ARGV do
  local name = ARGV[i]
  local had = redis.call('HDEL', p .. 'n', name)
  local failed = redis.call('HDEL', p .. 'f', name)
  if had == 1 or failed == 1 or ARGV[2] == '1' or redis.call('EXISTS', p .. 'l:' .. name) == 1 then
    redis.call('DEL', p .. 'r:' .. name)
    redis.call('HINCRBY', p .. 'g', name, 1)
    redis.call('RPUSH', p .. 'log', 'G' .. name)
  end
  out[#out + 1] = had
end
""" + _TRIM + "return out"

#: who, names
RELEASE = """
for i = 3, #ARGV do
  local key = ARGV[1] .. 'l:' .. ARGV[i]
  if redis.call('GET', key) == ARGV[2] then redis.call('DEL', key) end
end
return 1
"""

#: who, milliseconds, names
RENEW = """
for i = 4, #ARGV do
  local key = ARGV[1] .. 'l:' .. ARGV[i]
  if redis.call('GET', key) == ARGV[2] then redis.call('PEXPIRE', key, ARGV[3]) end
end
return 1
"""

#: names, each followed by who must still hold it
FREE = """
for i = 2, #ARGV, 2 do
  local key = ARGV[1] .. 'l:' .. ARGV[i]
  if redis.call('GET', key) == ARGV[i + 1] then redis.call('DEL', key) end
end
return 1
"""
