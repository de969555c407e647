/** Programs for a real Python: what it writes, and what it makes of what was written here. */

/** Reads `[name, expression]` pairs as JSON, prints `{name: {pickles: [base64, …], str}}`. */
export const DUMP_ALL = `
import base64, json
out = {}
for name, expression in json.load(sys.stdin):
    if zoneinfo is None and 'zoneinfo' in expression:
        continue
    value = eval(expression)
    pickles = [base64.b64encode(pickle.dumps(value, p)).decode() for p in range(6)]
    out[name] = {'pickles': pickles, 'str': str(value)}
print(json.dumps(out))
`

/** Reads `[name, expression, base64]` as JSON and prints the names of those that are not equal. */
export const LOAD_ALL = `
import base64, json
different = []
for name, expression, pickled in json.load(sys.stdin):
    if zoneinfo is None and 'zoneinfo' in expression:
        continue
    value, loaded = eval(expression), pickle.loads(base64.b64decode(pickled))
    # A NaN, or a container in itself, is not equal to its like.
    if type(value) is not type(loaded) or repr(value) != repr(loaded):
        different.append(name)
print(json.dumps(different))
`
