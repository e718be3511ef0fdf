package main

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"strings"
)

// A role is what a token may do.
type role string

const (
	anybody role = "anybody" // no token
	signed  role = "signed"  // a signature in place of a token
	either  role = "either"  // any token
	manager role = "manager"
	partner role = "partner" // the partner of the address, or a manager
)

// An identity is who asks. A partner sees itself and nobody else.
type identity struct {
	Role    role
	Partner string
}

type identityKey struct{}

func identityOf(r *http.Request) identity {
	who, _ := r.Context().Value(identityKey{}).(identity)
	return who
}

// hashToken returns what is kept of a token. A token is random, so that a plain hash
// is enough.
func hashToken(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

// issue makes a token. Nobody can read it again.
func (s *service) issue(ctx context.Context, who identity) (string, error) {
	token := rand.Text()
	return token, s.keepToken(ctx, token, who)
}

func (s *service) keepToken(ctx context.Context, token string, who identity) error {
	return s.store.update(ctx, func(t *tx) error {
		_, err := t.exec(`INSERT INTO tokens (hash, role, partner, created_at) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
			hashToken(token), string(who.Role), who.Partner, instant(s.now()))
		return err
	})
}

// identify finds whose a token is. The lookup is by its hash, so that its time tells
// nothing about other tokens.
func (s *service) identify(r *http.Request) (who identity, err error) {
	token, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer ")
	if cookie, err := r.Cookie("token"); !ok && err == nil {
		token = cookie.Value
	}
	if token == "" {
		return who, nil
	}
	err = s.store.update(r.Context(), func(t *tx) (err error) {
		who, _, err = one(t, func(w *identity) []any { return []any{&w.Role, &w.Partner} }, `SELECT role, partner FROM tokens WHERE hash = $1`, hashToken(token))
		return err
	})
	return who, err
}

// admit lets a request in that its role allows. To a partner, whatever is not its own is
// not there.
func (s *service) admit(need role, next handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		if need == anybody || need == signed {
			return next(w, r)
		}
		who, err := s.identify(r)
		if err != nil {
			return err
		}
		switch {
		case who.Role == "":
			w.Header().Set("WWW-Authenticate", "Bearer")
			return &problem{status: http.StatusUnauthorized, Title: "a token is asked for"}
		case who.Role == manager, need == either:
		case need == partner && who.Partner == param(r, "partner"):
		case need == partner:
			return notFound("there is no such partner")
		default:
			return &problem{status: http.StatusForbidden, Title: "for managers"}
		}
		return next(w, r.WithContext(context.WithValue(r.Context(), identityKey{}, who)))
	}
}
