// An application that uses gorilla/sessions, with the pages of ours.ts. Prints its port, then serves until it is
// killed. HASH_KEY and BLOCK_KEY, which may be empty, are those of its CookieStore.
package main

import (
	"encoding/gob"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"strings"
	"time"

	"github.com/gorilla/sessions"
)

type page func(session *sessions.Session, r *http.Request) string

var pages = map[string]page{
	"sign_in": func(session *sessions.Session, r *http.Request) string {
		session.Values["user"] = r.FormValue("user")
		return "signed in"
	},
	"sign_out": func(session *sessions.Session, r *http.Request) string {
		session.Options.MaxAge = -1
		return "signed out"
	},
	"who": func(session *sessions.Session, r *http.Request) string {
		if user, ok := session.Values["user"].(string); ok {
			return user
		}
		return "nobody"
	},
	"count": func(session *sessions.Session, r *http.Request) string {
		count, _ := session.Values["count"].(int)
		session.Values["count"] = count + 1
		return fmt.Sprint(count + 1)
	},
	"keep": func(session *sessions.Session, r *http.Request) string {
		var value interface{}
		if err := json.Unmarshal([]byte(r.FormValue("json")), &value); err != nil {
			return err.Error()
		}
		session.Values["value"] = value
		return "kept"
	},
	"kept": func(session *sessions.Session, r *http.Request) string {
		text, _ := json.Marshal(session.Values["value"])
		return string(text)
	},
	"keep_date": func(session *sessions.Session, r *http.Request) string {
		value, err := time.Parse(time.RFC3339Nano, r.FormValue("iso"))
		if err != nil {
			return err.Error()
		}
		session.Values["value"] = value
		return "kept"
	},
	"date": func(session *sessions.Session, r *http.Request) string {
		if value, ok := session.Values["value"].(time.Time); ok {
			return value.UTC().Format("2006-01-02T15:04:05.000Z")
		}
		return fmt.Sprint("text ", session.Values["value"])
	},
	"flash": func(session *sessions.Session, r *http.Request) string {
		session.AddFlash(r.FormValue("message"))
		return "flashed"
	},
	"messages": func(session *sessions.Session, r *http.Request) string {
		texts := []string{}
		for _, message := range session.Flashes() {
			texts = append(texts, message.(string))
		}
		return strings.Join(texts, "|")
	},
}

func main() {
	gob.Register(map[string]interface{}{})
	gob.Register(time.Time{})
	keys := [][]byte{[]byte(os.Getenv("HASH_KEY"))}
	if block := os.Getenv("BLOCK_KEY"); block != "" {
		keys = append(keys, []byte(block))
	}
	store := sessions.NewCookieStore(keys...)
	http.HandleFunc("/there/", func(w http.ResponseWriter, r *http.Request) {
		// An error leaves a new session, as it does in applications.
		session, _ := store.Get(r, "session")
		answer := pages[strings.TrimPrefix(r.URL.Path, "/there/")](session, r)
		if err := session.Save(r, w); err != nil {
			answer = err.Error()
		}
		fmt.Fprint(w, answer)
	})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		panic(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	panic(http.Serve(listener, nil))
}
