// An application that uses gorilla/sessions, with the pages of ours.ts. Prints its port, then serves until it is
// killed. HASH_KEY and BLOCK_KEY, which may be empty, are those of its CookieStore. With SERIALIZER=json it calls
// securecookie itself.
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

	"github.com/gorilla/securecookie"
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
		count := 1
		switch before := session.Values["count"].(type) {
		case int:
			count += before
		case float64:
			count += int(before)
		}
		session.Values["count"] = count
		return fmt.Sprint(count)
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

// jsonStore keeps a session as JSON.
type jsonStore struct{ codec *securecookie.SecureCookie }

func (s jsonStore) Get(r *http.Request, name string) (*sessions.Session, error) {
	return s.New(r, name)
}

func (s jsonStore) New(r *http.Request, name string) (*sessions.Session, error) {
	session := sessions.NewSession(s, name)
	session.Options = &sessions.Options{Path: "/"}
	values := map[string]interface{}{}
	cookie, err := r.Cookie(name)
	if err == nil {
		err = s.codec.Decode(name, cookie.Value, &values)
	}
	for key, value := range values {
		session.Values[key] = value
	}
	return session, err
}

func (s jsonStore) Save(r *http.Request, w http.ResponseWriter, session *sessions.Session) error {
	values := map[string]interface{}{}
	for key, value := range session.Values {
		values[key.(string)] = value
	}
	text, err := s.codec.Encode(session.Name(), values)
	if err == nil {
		http.SetCookie(w, sessions.NewCookie(session.Name(), text, session.Options))
	}
	return err
}

func newStore(hashKey, blockKey []byte) sessions.Store {
	if os.Getenv("SERIALIZER") == "json" {
		codec := securecookie.New(hashKey, blockKey)
		return jsonStore{codec.SetSerializer(securecookie.JSONEncoder{})}
	}
	return sessions.NewCookieStore(hashKey, blockKey)
}

func main() {
	gob.Register(map[string]interface{}{})
	gob.Register(time.Time{})
	var blockKey []byte
	if text := os.Getenv("BLOCK_KEY"); text != "" {
		blockKey = []byte(text)
	}
	store := newStore([]byte(os.Getenv("HASH_KEY")), blockKey)
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
