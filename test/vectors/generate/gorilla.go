// Makes the vectors of gorilla/securecookie and gorilla/sessions: test/vectors/languages/gorilla.json.gz.
//
//	GO111MODULE=off GOPATH=/usr/share/gocode go run gorilla.go | gzip -9n > ../languages/gorilla.json.gz
//
// The recorded ones are from Go 1.19.8, securecookie 1.1.1 and sessions 1.2.1 (Debian 12). The clock and the random
// bytes are fixed; the order of the keys of a map is as Go draws it. Each vector is made by a process of its own, as
// a gob has the ids that its process has given to types.
//
// `gorilla.go read` reads such vectors, one a line, and tells of each what the real decoder makes of its cookie.
package main

import (
	"bufio"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"hash"
	"math"
	"os"
	"os/exec"
	"reflect"
	"runtime"
	"sort"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
	"unsafe"

	"github.com/gorilla/securecookie"
	"github.com/gorilla/sessions"
)

type any = interface{}
type values = map[any]any
type object = map[string]any

// A struct of an application, which has registered it.
type flashMessage struct {
	Type    int
	Message string
}

const now = int64(1700000000)

func init() {
	// CookieStore registers []interface {} itself.
	_ = sessions.NewSession
	for _, value := range []any{values{}, object{}, map[string]string{}, map[string]int{}, map[string][]string{},
		map[int]string{}, map[any]string{}, time.Time{}, []time.Time{}, [][]string{}, []object{}, [][]byte{},
		map[string]time.Time{}, []map[string]string{}} {
		gob.Register(value)
	}
	gob.RegisterName("main.FlashMessage", flashMessage{})
	gob.RegisterName("main.Role", role(""))
}

type role string

// ---- the vectors

type vector struct {
	Name      string    `json:"name"`
	KeyPairs  []*string `json:"keyPairs"`
	HashFunc  string    `json:"hashFunc"`
	MaxAge    int       `json:"maxAge"`
	MaxLength int       `json:"maxLength"`
	// "gob" or "json"
	Serializer string `json:"serializer"`
	// The type of the map that is read and written.
	Values     string `json:"values"`
	CookieName string `json:"cookieName"`
	Now        int64  `json:"now"`
	Cookie     string `json:"cookie"`
	Accepted   bool   `json:"accepted"`
	// What was serialized, in hexadecimal: where a case is about that.
	Body string `json:"body,omitempty"`
	Data any    `json:"data,omitempty"`
}

const (
	hashKey   = "0123456789abcdef-hash-key-of-the-vectors"
	otherKey  = "another hash key, of 32 bytes or more…"
	blockKey  = "block key of 32 bytes, as it is!"
	block24   = "block key of 24 bytes, !"
	block16   = "16 bytes, no more"
	otherBloc = "!si ti sa ,setyb 23 fo yek kcolb"
)

func pairs(keys ...string) []*string {
	list := make([]*string, len(keys))
	for i, key := range keys {
		if key != "" {
			text := hex.EncodeToString([]byte(key))
			list[i] = &text
		}
	}
	return list
}

func plain(name string) vector {
	return vector{Name: name, KeyPairs: pairs(hashKey), HashFunc: "sha256", MaxAge: 86400 * 30, MaxLength: 4096,
		Serializer: "gob", Values: "map[interface {}]interface {}", CookieName: "session", Now: now}
}

type counting struct{ next byte }

// Bytes that are not random, so that a vector is the same each time.
func (c *counting) Read(p []byte) (int, error) {
	for i := range p {
		c.next = c.next*5 + 113
		p[i] = c.next
	}
	return len(p), nil
}

func codecs(v vector) []securecookie.Codec {
	keys := make([][]byte, len(v.KeyPairs))
	for i, key := range v.KeyPairs {
		if key != nil {
			keys[i], _ = hex.DecodeString(*key)
		}
	}
	list := securecookie.CodecsFromPairs(keys...)
	hashes := map[string]func() hash.Hash{"sha1": sha1.New, "sha256": sha256.New, "sha384": sha512.New384, "sha512": sha512.New}
	for _, codec := range list {
		cookie := codec.(*securecookie.SecureCookie)
		cookie.MaxAge(v.MaxAge).MaxLength(v.MaxLength).HashFunc(hashes[v.HashFunc])
		switch v.Serializer {
		case "json":
			cookie.SetSerializer(securecookie.JSONEncoder{})
		case "bytes":
			cookie.SetSerializer(securecookie.NopEncoder{})
		}
		setClock(cookie, v.Now)
	}
	return list
}

func setClock(cookie *securecookie.SecureCookie, now int64) {
	field := reflect.ValueOf(cookie).Elem().FieldByName("timeFunc")
	clock := func() int64 { return now }
	*(*func() int64)(unsafe.Pointer(field.UnsafeAddr())) = clock
}

func destination(v vector) any {
	switch v.Values {
	case "map[string]interface {}":
		return &object{}
	case "map[string]string":
		return &map[string]string{}
	}
	return &values{}
}

func encode(v vector, data any) string {
	text, err := securecookie.EncodeMulti(v.CookieName, data, codecs(v)...)
	if err != nil {
		panic(err)
	}
	return text
}

// What the decoder makes of the cookie of a vector.
func read(v *vector) {
	dst := destination(*v)
	err := securecookie.DecodeMulti(v.CookieName, v.Cookie, dst, codecs(*v)...)
	v.Accepted = err == nil
	v.Data = nil
	if v.Accepted {
		v.Data = tagged(reflect.ValueOf(dst).Elem())
	}
}

func bodyOf(v vector, data any) vector {
	var body []byte
	if v.Serializer == "json" {
		body, _ = securecookie.JSONEncoder{}.Serialize(data)
	} else {
		body, _ = securecookie.GobEncoder{}.Serialize(data)
	}
	v.Body = hex.EncodeToString(body)
	raw := encode(withBody(v), body)
	v.Cookie = raw
	read(&v)
	return v
}

// A vector that writes bytes as they are.
func withBody(v vector) vector {
	v.Serializer = "bytes"
	return v
}

// ---- values as JSON that tells their types

func tagged(v reflect.Value) any {
	if v.Kind() == reflect.Interface {
		if v.IsNil() {
			return map[string]any{"t": "nil"}
		}
		v = v.Elem()
	}
	name := v.Type().String()
	if when, ok := v.Interface().(time.Time); ok {
		var offset any
		if _, seconds := when.Zone(); when.Location() != time.UTC {
			offset = seconds
		}
		return map[string]any{"t": name, "s": strconv.FormatInt(when.Unix(), 10), "n": when.Nanosecond(), "offset": offset}
	}
	switch v.Kind() {
	case reflect.Bool:
		return map[string]any{"t": name, "v": v.Bool()}
	case reflect.String:
		if !utf8.ValidString(v.String()) {
			return map[string]any{"t": name, "hex": hex.EncodeToString([]byte(v.String()))}
		}
		return map[string]any{"t": name, "v": v.String()}
	case reflect.Float32, reflect.Float64:
		return map[string]any{"t": name, "bits": bits(v.Float())}
	case reflect.Complex64, reflect.Complex128:
		return map[string]any{"t": name, "bits": bits(real(v.Complex())) + bits(imag(v.Complex()))}
	case reflect.Slice:
		return taggedSlice(name, v)
	case reflect.Map:
		return map[string]any{"t": name, "v": taggedPairs(v)}
	}
	return map[string]any{"t": name, "v": fmt.Sprint(v.Interface())}
}

func bits(f float64) string {
	return fmt.Sprintf("%016x", math.Float64bits(f))
}

func taggedSlice(name string, v reflect.Value) any {
	if name == "[]uint8" {
		return map[string]any{"t": name, "hex": hex.EncodeToString(v.Bytes())}
	}
	items := []any{}
	for i := 0; i < v.Len(); i++ {
		items = append(items, tagged(v.Index(i)))
	}
	return map[string]any{"t": name, "v": items}
}

func taggedPairs(v reflect.Value) []any {
	list := []any{}
	for _, key := range v.MapKeys() {
		list = append(list, []any{tagged(key), tagged(v.MapIndex(key))})
	}
	text := func(i int) string {
		bytes, _ := json.Marshal(list[i])
		return string(bytes)
	}
	sort.Slice(list, func(i, j int) bool { return text(i) < text(j) })
	return list
}

// ---- the cases

type cases struct{ list []func() vector }

func (c *cases) add(make func() vector) { c.list = append(c.list, make) }

func (c *cases) value(name string, value any) {
	c.add(func() vector { return bodyOf(plain("value: "+name), values{"a": value}) })
}

func (c *cases) session(name string, data values) {
	c.add(func() vector { return bodyOf(plain("session: "+name), data) })
}

func (c *cases) of(v vector, data any) {
	c.add(func() vector { return bodyOf(v, data) })
}

// A cookie that somebody else has, or that was changed.
func (c *cases) changed(v vector, data any, change func(string) string) {
	c.add(func() vector {
		v.Cookie = change(encode(v, data))
		read(&v)
		return v
	})
}

var texts = []struct{ name, text string }{
	{"empty", ""}, {"ASCII", "hello"}, {"NUL", "a\x00b"}, {"quotes", `"'\/`}, {"lone quote", `"`}, {"Latin-1", "Zoë ÿ"},
	{"beyond Latin-1", "€ ŵ"}, {"astral", "😀𝄞"}, {"combining", "e\u0301\u0327"}, {"BOM", "\ufeffa"},
	{"line ends", "\r\n\t\u2028\u2029"}, {"markup", "<b>&amp;</b>"}, {"replacement", "\ufffd"},
	{"beyond the last of planes", "\U0010ffff"}, {"DEL", "\x7f"}, {"C1", "\u0085"}, {"right to left", "\u202eabc"},
	{"family", "👩‍👩‍👧"}, {"looks like JSON", `{"a":1}`}, {"control", "\x01\x1f\b\f"}, {"127 bytes", strings.Repeat("a", 127)},
	{"128 bytes", strings.Repeat("a", 128)}, {"256 bytes", strings.Repeat("é", 128)}, {"1000 bytes", strings.Repeat("x", 1000)},
}

type item struct {
	name  string
	value any
}

// The items in one order, which each process has alike.
func named(items map[string]any) []item {
	list := []item{}
	for name, value := range items {
		list = append(list, item{name, value})
	}
	sort.Slice(list, func(i, j int) bool { return list[i].name < list[j].name })
	return list
}

func (c *cases) scalars() {
	c.value("nil", nil)
	c.value("true", true)
	c.value("false", false)
	for _, i := range []int{0, 1, -1, 63, 64, -64, -65, 127, 128, 255, 256, 65535, -65536, 1<<31 - 1, -1 << 31, 1<<53 - 1, 1 << 53,
		-1<<53 + 1, -1 << 53, 1<<53 + 1, math.MaxInt64, math.MinInt64} {
		c.value(fmt.Sprintf("int %d", i), i)
	}
	for _, u := range []uint{0, 127, 128, 255, 256, 1<<53 - 1, 1 << 53, math.MaxUint64} {
		c.value(fmt.Sprintf("uint %d", u), u)
	}
	for _, f := range []float64{0, math.Copysign(0, -1), 1, -1, 1.5, 0.1, 1e21, 1e-7, 1e300, 5e-324, math.MaxFloat64, math.Inf(1),
		math.Inf(-1), math.NaN(), 1 << 53, 123456789} {
		c.value(fmt.Sprintf("float64 %v", f), f)
	}
	for _, value := range []any{int8(-128), int8(127), int16(-32768), int16(32767), int32(-1 << 31), int32(1<<31 - 1), 'x',
		int64(0), int64(math.MinInt64), int64(math.MaxInt64), int64(1 << 60), uint8(255), uint16(65535), uint32(math.MaxUint32),
		uint64(0), uint64(math.MaxUint64), uintptr(7), float32(0), float32(1), float32(1.1), float32(math.MaxFloat32),
		float32(math.Inf(-1)), complex64(complex(1, -2.5)), complex(1, -2.5), complex(0, 0), complex(math.Inf(1), 5e-324)} {
		c.value(fmt.Sprintf("%T %v", value, value), value)
	}
}

func (c *cases) slices() {
	for _, value := range []any{[]byte{}, []byte{0, 1, 254, 255}, []byte(strings.Repeat("\xff\x00", 200)), []string{}, []string{"a", "", "é"},
		[]int{}, []int{1, -1, 1 << 40}, []int8{-128, 127}, []int16{-1, 1}, []int32{1, 2}, []int64{math.MinInt64, math.MaxInt64, 0},
		[]uint{0, math.MaxUint64}, []uint16{1}, []uint32{math.MaxUint32}, []uint64{1 << 63}, []uintptr{1}, []float32{1.5, 0},
		[]float64{1, -0.5, math.Inf(1)}, []complex64{complex(1, 2)}, []complex128{complex(0, 1)}, []bool{true, false},
		[]any{}, []any{1, "x", nil, 1.0, []any{}}, []any{[]any{[]any{}}}, []any{[]string{"a"}, []string{"b"}, []int{1}},
		[][]string{{"a"}, {}, {"b", "c"}}, [][]byte{{1}, {}}, []object{{"a": 1}, {}}, []map[string]string{{"a": "b"}}} {
		c.value(fmt.Sprintf("%T of %d", value, reflect.ValueOf(value).Len()), value)
	}
}

func (c *cases) maps() {
	for _, value := range []any{object{}, object{"a": 1}, object{"": ""}, object{"__proto__": object{"a": 1}}, object{"b": []any{object{"c": nil}}},
		object{"1": "one", "10": 2, "2": true}, object{"\xff": 1}, map[string]string{}, map[string]string{"a": "b", "é": "😀"},
		map[string]int{"a": 1}, map[string][]string{"a": {"b"}}, map[int]string{1: "a", -5: "b"}, map[any]string{1: "a", "b": "c"},
		map[string]time.Time{"a": time.Unix(1, 0).UTC()}, values{}, values{1: 2}, values{"a": values{"b": values{}}},
		object{"list": []any{map[string]string{"p": "q"}, []string{"z"}, time.Unix(1, 0).UTC(), []byte{1}, values{"a": []int{1}}}}} {
		c.value(fmt.Sprintf("%T of %d, number %d", value, reflect.ValueOf(value).Len(), len(c.list)), value)
	}
	for _, key := range []any{1, -1, 0, int64(1), uint8(1), 1.5, 1.0, math.Copysign(0, -1), true, false, nil, "", "é", 'x', time.Unix(0, 0).UTC(), complex(1, 1),
		math.MaxInt64, "\xff\xfe"} {
		c.session(fmt.Sprintf("key %T %q", key, fmt.Sprint(key)), values{key: "value"})
	}
	c.session("keys of several types", values{1: "int", int64(1): "int64", 1.0: "float64", "1": "string", true: "bool"})
	c.session("nothing", values{})
	c.session("flash", values{"_flash": []any{"one", "two"}, "user": "ada"})
	c.session("flash of an object", values{"_flash": []any{object{"kind": "info", "text": "Saved"}}})
	c.session("flash under another key", values{"errors": []any{"wrong"}, "_flash": []any{}})
	c.session("flash that is none", values{"_flash": "text"})
	c.session("what an application keeps", values{"user_id": 42, "name": "Zoë", "roles": []string{"admin"}, "authenticated": true,
		"seen": time.Unix(now, 123456789).UTC(), "cart": []any{object{"sku": "a-1", "count": 2, "price": 9.5}}, "csrf": []byte{1, 2, 3}})
}

func (c *cases) times() {
	zone := time.FixedZone("", 5*3600+1800)
	for _, when := range []time.Time{time.Unix(0, 0).UTC(), time.Unix(now, 0).UTC(), time.Unix(now, 1000000).UTC(), time.Unix(now, 999999999).UTC(),
		time.Unix(now, 1).UTC(), time.Unix(-1, 500000000).UTC(), time.Unix(-1, 1).UTC(), {}, time.Unix(now, 0).In(zone), time.Unix(now, 5).In(zone),
		time.Unix(now, 0).In(time.FixedZone("", -8*3600)), time.Unix(now, 0).In(time.FixedZone("", 1172)), time.Unix(now, 0).In(time.FixedZone("", 0)),
		time.Date(9999, 12, 31, 23, 59, 59, 999999999, time.UTC), time.Date(-5000, 1, 1, 0, 0, 0, 0, time.UTC)} {
		c.value("time "+when.Format(time.RFC3339Nano), when)
	}
	c.value("list of times", []time.Time{time.Unix(1, 0).UTC(), time.Unix(2, 7).In(zone)})
}

func (c *cases) texts() {
	for _, text := range texts {
		c.value("text: "+text.name, text.text)
		json := jsonOf("text: " + text.name)
		c.of(json, object{"a": text.text})
		if len(text.text) < 100 {
			c.session("key: "+text.name, values{text.text: text.text})
		}
	}
	c.value("text that is no Unicode", "a\xff\xed\xa0\x80")
}

func jsonOf(name string) vector {
	v := plain("JSON: " + name)
	v.Serializer = "json"
	v.Values = "map[string]interface {}"
	return v
}

func (c *cases) json() {
	for _, item := range named(map[string]any{"nothing": object{}, "nested": object{"a": object{"b": []any{1, "x", nil, true, object{}}}},
		"numbers": object{"a": []any{0, 1.5, -1, 1e21, 1e-7, 123456789012, 1e300}},
		"order":   object{"b": 1, "a": 2, "é": 3, "B": 4, "10": 5, "9": 6}, "proto": object{"__proto__": 1}}) {
		c.of(jsonOf(item.name), item.value)
	}
	v := jsonOf("map[string]string")
	v.Values = "map[string]string"
	c.of(v, map[string]string{"user": "Zoë", "role": "<admin>"})
	c.of(jsonOf("a nil map"), object(nil))
}

func (c *cases) otherValues() {
	v := plain("map[string]interface {}")
	v.Values = "map[string]interface {}"
	c.of(v, object{"user": "ada", "count": 3, "list": []any{1}})
	v.Name = "map[string]string"
	v.Values = "map[string]string"
	c.of(v, map[string]string{"user": "ada", "": "empty"})
	c.of(v, map[string]string{})
}

var login = values{"user": "ada"}

func (c *cases) sizes() {
	for _, size := range []int{10, 50, 100, 127, 128, 200, 255, 256, 500, 1000, 1500, 2000, 2135} {
		c.session(fmt.Sprintf("text of %d", size), values{"text": strings.Repeat("a", size)})
	}
	many := values{}
	for i := 0; i < 60; i++ {
		many[fmt.Sprintf("key%d", i)] = i
	}
	c.session("sixty keys", many)
	long := plain("longer than MaxLength")
	c.changed(long, login, func(string) string {
		other := long
		other.MaxLength = 0
		return encode(other, values{"text": strings.Repeat("a", 3000)})
	})
	unlimited := plain("of any length")
	unlimited.MaxLength = 0
	c.of(unlimited, values{"text": strings.Repeat("a", 5000)})
}

func (c *cases) keys() {
	for _, name := range []string{"sha1", "sha256", "sha384", "sha512"} {
		v := plain("hash function " + name)
		v.HashFunc = name
		c.of(v, login)
	}
	for _, block := range []string{block16[:16], block24, blockKey} {
		v := plain(fmt.Sprintf("block key of %d bytes", len(block)))
		v.KeyPairs = pairs(hashKey, block)
		c.of(v, login)
		c.of(v, values{"text": strings.Repeat("long ", 200)})
		j := jsonOf(v.Name)
		j.KeyPairs = v.KeyPairs
		c.of(j, object{"user": "ada"})
	}
	for _, key := range []string{"short", strings.Repeat("k", 64), strings.Repeat("k", 65), "\x00\xff\x80", "sécret"} {
		v := plain(fmt.Sprintf("hash key of %d bytes", len(key)))
		v.KeyPairs = pairs(key)
		c.of(v, login)
	}
	c.rotations()
}

func (c *cases) rotations() {
	type rotation struct {
		name            string
		writer, readers []string
	}
	for _, r := range []rotation{
		{"the first of two", []string{hashKey}, []string{hashKey, "", otherKey}},
		{"the second of two", []string{hashKey}, []string{otherKey, "", hashKey}},
		{"the second of two, encrypted", []string{hashKey, blockKey}, []string{otherKey, otherBloc, hashKey, blockKey}},
		{"another block key first", []string{hashKey, blockKey}, []string{hashKey, otherBloc, hashKey, blockKey}},
		{"encrypted, to be read plain", []string{hashKey, blockKey}, []string{hashKey}},
		{"plain, to be read encrypted", []string{hashKey}, []string{hashKey, blockKey}},
		{"plain before encrypted", []string{hashKey, blockKey}, []string{hashKey, "", hashKey, blockKey}},
		{"the third of three", []string{hashKey}, []string{otherKey, blockKey, otherKey + "2", "", hashKey}},
		{"none", []string{hashKey}, []string{otherKey, "", otherKey + "2"}},
		{"another key", []string{hashKey}, []string{otherKey}},
		{"another block key", []string{hashKey, blockKey}, []string{hashKey, otherBloc}},
		{"another hash key", []string{hashKey, blockKey}, []string{otherKey, blockKey}},
		{"a key with a zero behind it", []string{hashKey}, []string{hashKey + "\x00"}},
	} {
		r := r
		for _, serializer := range []string{"gob", "json"} {
			v := plain("rotation: " + r.name)
			var data any = login
			if serializer == "json" {
				v = jsonOf("rotation: " + r.name)
				data = object{"user": "ada"}
			}
			c.add(func() vector {
				writer := v
				writer.KeyPairs = pairs(r.writer...)
				v.Cookie = encode(writer, data)
				v.KeyPairs = pairs(r.readers...)
				read(&v)
				return v
			})
		}
	}
}

func (c *cases) ages() {
	for _, age := range []int64{0, 1, 86400*30 - 1, 86400 * 30, 86400*30 + 1, 86400 * 365, -1, -3600, -86400 * 365} {
		age := age
		for _, maxAge := range []int{86400 * 30, 3600, 0} {
			maxAge := maxAge
			c.add(func() vector {
				v := plain(fmt.Sprintf("age %d of %d", age, maxAge))
				v.MaxAge = maxAge
				v.Now = now - age
				v.Cookie = encode(v, login)
				v.Now = now
				read(&v)
				return v
			})
		}
	}
}

func flip(at, bit int) func(string) string {
	return func(text string) string {
		raw, _ := base64.URLEncoding.DecodeString(text)
		if at < 0 {
			at += len(raw)
		}
		raw[at] ^= 1 << bit
		return base64.URLEncoding.EncodeToString(raw)
	}
}

func put(text string) func(string) string { return func(string) string { return text } }

func (c *cases) damage() {
	for _, block := range []string{"", blockKey} {
		v := plain("tampered")
		v.KeyPairs = pairs(hashKey, block)
		for _, at := range []int{0, 5, 9, 10, 11, 20, 40, 60, -33, -32, -31, -16, -1} {
			v.Name = fmt.Sprintf("tampered: byte %d, %d keys", at, len(v.KeyPairs))
			c.changed(v, login, flip(at, 0))
			c.changed(v, login, flip(at, 6))
		}
	}
	for _, cut := range []int{1, 2, 3, 4, 8, 40, 44, 100} {
		v := plain(fmt.Sprintf("truncated by %d", cut))
		c.changed(v, login, func(text string) string { return text[:len(text)-cut] })
		v.Name = fmt.Sprintf("begins %d later", cut)
		c.changed(v, login, func(text string) string { return text[cut:] })
	}
	for _, item := range named(map[string]any{"nothing": "", "a word": "session", "no base64": "!!!!", "one part": "YQ==", "two parts": "YXxi",
		"empty parts": "fHw=", "no MAC": base64.URLEncoding.EncodeToString([]byte("1700000000|YQ==|")), "space": " ", "JSON": `{"user":"ada"}`}) {
		c.changed(plain("no text: "+item.name), login, put(item.value.(string)))
	}
	c.changed(plain("of another cookie"), login, func(string) string {
		other := plain("")
		other.CookieName = "other"
		return encode(other, login)
	})
	c.changed(plain("with the name moved into the date"), login, func(string) string {
		other := plain("")
		other.CookieName = "session|1700000000"
		raw, _ := base64.URLEncoding.DecodeString(encode(other, login))
		return base64.URLEncoding.EncodeToString(append([]byte("1700000000|"), raw...))
	})
	// Go reads these: nobody writes them.
	c.changed(plain("lenient: spare bits"), values{"user": "ada1"}, spareBits)
	c.changed(plain("lenient: a line end"), login, func(text string) string { return text[:40] + "\n" + text[40:] })
}

// The same bytes, with other bits behind them.
func spareBits(text string) string {
	end := strings.TrimRight(text, "=")
	if len(end) == len(text) {
		panic("a text without padding has no spare bits")
	}
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	last := strings.IndexByte(alphabet, end[len(end)-1])
	return end[:len(end)-1] + string(alphabet[last|1]) + text[len(end):]
}

func (c *cases) refused() {
	// Go reads these, which an application has registered: no plain data.
	c.value("refused: a struct", flashMessage{42, "foo"})
	c.session("refused: flash with a struct", values{"_flash": []any{flashMessage{1, "x"}}})
	c.value("refused: a type with a name", role("admin"))
	for _, item := range named(map[string]any{"no gob": "\x00", "empty": "", "text": "hello"}) {
		v, raw := plain("signed, but "+item.name), []byte(item.value.(string))
		c.changed(v, login, func(string) string { return encode(withBody(v), raw) })
	}
	for _, item := range named(map[string]any{"no JSON": "{", "a list": "[1]", "text": `"a"`, "null": "null\n", "a number": "7"}) {
		v, raw := jsonOf("signed, but "+item.name), []byte(item.value.(string))
		c.changed(v, object{}, func(string) string { return encode(withBody(v), raw) })
	}
	v := plain("another type of map")
	c.changed(v, login, func(string) string { return encode(v, map[string]int{"a": 1}) })
	c.changed(v, login, func(string) string { return encode(v, "text") })
}

func all() []func() vector {
	c := &cases{}
	for _, add := range []func(){c.scalars, c.slices, c.maps, c.times, c.texts, c.json, c.otherValues, c.sizes, c.keys, c.ages, c.damage, c.refused} {
		add()
	}
	return c.list
}

// ---- the program

func main() {
	rand.Reader = &counting{}
	time.Local = time.FixedZone("none", 12345)
	switch {
	case len(os.Args) > 1 && os.Args[1] == "read":
		readAll()
	case len(os.Args) > 2:
		index, _ := strconv.Atoi(os.Args[2])
		print1(all()[index]())
	default:
		fmt.Printf("{\"versions\":{\"go\":%q,\"securecookie\":\"1.1.1\",\"sessions\":\"1.2.1\"},\"vectors\":[\n", runtime.Version())
		for index := range all() {
			if index > 0 {
				fmt.Println(",")
			}
			line, err := exec.Command(os.Args[0], "one", strconv.Itoa(index)).Output()
			if err != nil {
				panic(fmt.Sprint(index, err))
			}
			fmt.Print(string(line))
		}
		fmt.Println("]}")
	}
}

func print1(value any) {
	line, err := json.Marshal(value)
	if err != nil {
		panic(err)
	}
	fmt.Println(string(line))
}

func readAll() {
	lines := bufio.NewScanner(os.Stdin)
	lines.Buffer(nil, 1<<20)
	for lines.Scan() {
		var v vector
		if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
			panic(err)
		}
		read(&v)
		print1(map[string]any{"accepted": v.Accepted, "data": v.Data})
	}
}
