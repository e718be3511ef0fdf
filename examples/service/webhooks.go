package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/commission"
)

const (
	maxMessage = 64 << 10        // bytes of a webhook
	window     = 5 * time.Minute // that a signature is good for, before and after
)

// sign returns the signature of a message at an instant, for the header Signature:
// "t=1767225600,v1=" and the HMAC-SHA-256 of the seconds, a dot and the body.
func sign(secret []byte, at time.Time, body []byte) string {
	seconds := strconv.FormatInt(at.Unix(), 10)
	return "t=" + seconds + ",v1=" + hex.EncodeToString(digest(secret, seconds, body))
}

func digest(secret []byte, seconds string, body []byte) []byte {
	h := hmac.New(sha256.New, secret)
	h.Write([]byte(seconds + "."))
	h.Write(body)
	return h.Sum(nil)
}

// verify reports whether a message was signed with the secret, and lately. It compares
// in a time that does not depend on where the signature is wrong.
func verify(secret []byte, header string, body []byte, now time.Time) bool {
	seconds, signature, ok := strings.Cut(header, ",v1=")
	seconds, dated := strings.CutPrefix(seconds, "t=")
	at, err := strconv.ParseInt(seconds, 10, 64)
	sum, failed := hex.DecodeString(signature)
	if !ok || !dated || err != nil || failed != nil {
		return false
	}
	age := now.Sub(time.Unix(at, 0)).Abs()
	return hmac.Equal(sum, digest(secret, seconds, body)) && age <= window
}

// message reads the body of a webhook if its signature is right.
func (s *service) message(w http.ResponseWriter, r *http.Request) ([]byte, error) {
	body, err := read(w, r, maxMessage)
	if err == nil && !verify(s.secret, r.Header.Get("Signature"), body, s.now()) {
		err = &problem{status: http.StatusUnauthorized, Title: "the signature is wrong, or too old"}
	}
	return body, err
}

// webhook takes events of some kinds; none means all that earn.
func (s *service) webhook(kinds ...commission.Kind) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		body, err := s.message(w, r)
		if err != nil {
			return err
		}
		e, err := alianza.Read[commission.Event](body)
		if err != nil {
			return err
		}
		if err := takes(e, kinds); err != nil {
			return err
		}
		out, err := s.takeEvent(r.Context(), e)
		return s.answerMessage(w, string(e.Kind), out, err)
	}
}

// takes says what is wrong with an event before it is claimed.
func takes(e commission.Event, kinds []commission.Kind) error {
	back := e.Of != "" || e.Kind == commission.Correction || e.Kind == commission.Close
	switch {
	case len(kinds) > 0 && !slices.Contains(kinds, e.Kind), len(kinds) == 0 && back:
		return fault("kind", string(e.Kind), alianza.ErrUnknown, "this address does not take it")
	case e.Kind == commission.Chargeback && !e.Amount.IsPositive():
		// "All that is left" would depend on what has arrived by then.
		return fault("amount", e.Amount.String(), alianza.ErrMissing, "a chargeback says how much it takes back")
	case strings.HasPrefix(e.ID, closePrefix):
		return fault("id", e.ID, alianza.ErrConflict, "the closes of periods have IDs that begin so")
	case e.ID == "":
		return fault("id", "", alianza.ErrMissing, "absent")
	case e.Partner == "" && e.Of == "" && e.Customer == "":
		return fault("partner", "", alianza.ErrMissing, "without a partner, the touches of the customer decide: say the customer")
	case e.At.IsZero() || e.At.Year() < 1 || e.At.Year() > 9998:
		return fault("at", "", alianza.ErrMissing, "no instant")
	}
	return nil
}

func (s *service) touch(w http.ResponseWriter, r *http.Request) error {
	body, err := s.message(w, r)
	if err != nil {
		return err
	}
	var m touchMessage
	if err := readPlain(body, &m); err != nil {
		return err
	}
	out, err := s.takeTouch(r.Context(), m)
	return s.answerMessage(w, "touch", out, err)
}

// answerMessage tells a sender what became of its message. Everything below 300 means
// that it need not be sent again.
func (s *service) answerMessage(w http.ResponseWriter, kind string, out outcome, err error) error {
	if err != nil {
		s.stats.count("alianza_webhooks_total", "kind", kind, "outcome", "error")
		return err
	}
	s.stats.count("alianza_webhooks_total", "kind", kind, "outcome", string(out))
	status := map[outcome]int{posted: http.StatusCreated, recorded: http.StatusCreated, parked: http.StatusAccepted}[out]
	if status == 0 {
		status = http.StatusOK
	}
	return answer(w, status, map[string]outcome{"outcome": out})
}
