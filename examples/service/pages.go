package main

import (
	"bytes"
	"embed"
	"errors"
	"html/template"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/shopspring/decimal"

	"github.com/seed-0af520cd/alianza"
	"github.com/seed-0af520cd/alianza/pipeline"
	"github.com/seed-0af520cd/alianza/program"
	"github.com/seed-0af520cd/alianza/tier/cycle"
)

//go:embed web
var web embed.FS

var pages = template.Must(template.New("").Funcs(template.FuncMap{
	"money": money,
	"path":  url.PathEscape,
	"remark": func(f *alianza.FieldError) string {
		_, why, _ := strings.Cut(f.Reason(), ": ") // without the kind of fault: a remark is none
		return why
	},
	"day": func(t time.Time) string { return t.Format("2006-01-02") },
}).ParseFS(web, "web/*.html"))

// money writes an amount with its cents. Amounts of finer steps keep them.
func money(d decimal.Decimal) string {
	if d.Exponent() < -2 && !d.Equal(d.Truncate(2)) {
		return d.String()
	}
	return d.StringFixed(2)
}

// A page is what the layout shows: who is asking, where, and the content of its own.
type page struct {
	Title, At string
	Who       identity
	Data      any
}

// render writes a page. It is made whole before, so that a mistake in it is no half page.
func render(w http.ResponseWriter, r *http.Request, status int, name string, p page) error {
	var b bytes.Buffer
	p.Who = identityOf(r)
	p.At = name
	if err := pages.ExecuteTemplate(&b, name, p); err != nil {
		return err
	}
	w.Header().Set("Content-Type", "text/html; charset=utf-8")
	w.Header().Set("Content-Security-Policy",
		"default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'self'; frame-ancestors 'none'; base-uri 'none'")
	w.Header().Set("Referrer-Policy", "same-origin")
	w.Header().Set("X-Content-Type-Options", "nosniff")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = b.WriteTo(w) // the caller may have gone
	return nil
}

// paged makes a page of what goes wrong: who has no token signs in first.
func paged(next handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		err := next(w, r)
		p := (*problem)(nil)
		if err == nil {
			return nil
		}
		if p = problemOf(err); p.status >= http.StatusInternalServerError {
			return err
		}
		if p.status == http.StatusUnauthorized {
			http.Redirect(w, r, "/login", http.StatusSeeOther)
			return nil
		}
		return render(w, r, p.status, "problem", page{Title: p.Title, Data: p})
	}
}

func (s *service) pageRoutes() []route {
	return []route{
		{"GET", "/", either, "", "", "page", s.home},
		{"GET", "/login", anybody, "", "", "page", s.login},
		{"POST", "/login", anybody, "", "", "page", s.signIn},
		{"POST", "/logout", anybody, "", "", "page", s.signOut},
		{"GET", "/program", manager, "", "", "page", s.programPage},
		{"POST", "/program", manager, "", "", "page", s.programForm},
		{"GET", "/partners", manager, "", "", "page", s.partnersPage},
		{"GET", "/partners/{partner}", partner, "", "", "page", s.statementPage},
		{"POST", "/months", manager, "", "", "page", s.closeForm},
		{"GET", "/pipeline", manager, "", "", "page", s.pipelinePage},
		{"POST", "/pipeline", manager, "", "", "page", s.pipelineForm},
		{"GET", "/style.css", anybody, "", "", "page", s.style},
	}
}

func (s *service) style(w http.ResponseWriter, r *http.Request) error {
	w.Header().Set("Cache-Control", "max-age=300")
	http.ServeFileFS(w, r, web, "web/style.css")
	return nil
}

func (s *service) home(w http.ResponseWriter, r *http.Request) error {
	to := "/partners"
	if who := identityOf(r); who.Role == partner {
		to = "/partners/" + url.PathEscape(who.Partner)
	}
	http.Redirect(w, r, to, http.StatusSeeOther)
	return nil
}

func (s *service) login(w http.ResponseWriter, r *http.Request) error {
	return render(w, r, http.StatusOK, "login", page{Title: "Sign in"})
}

// signIn puts a token in a cookie that scripts cannot read and other sites cannot send.
func (s *service) signIn(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxMessage)
	token := r.PostFormValue("token")
	r.Header.Set("Authorization", "Bearer "+token)
	who, err := s.identify(r)
	if err != nil {
		return err
	}
	if who.Role == "" {
		return render(w, r, http.StatusForbidden, "login", page{Title: "Sign in", Data: "Nobody has this token."})
	}
	http.SetCookie(w, &http.Cookie{
		Name: "token", Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteStrictMode, Secure: r.TLS != nil || r.Header.Get("X-Forwarded-Proto") == "https", MaxAge: 12 * 60 * 60,
	})
	http.Redirect(w, r, "/", http.StatusSeeOther)
	return nil
}

func (s *service) signOut(w http.ResponseWriter, r *http.Request) error {
	http.SetCookie(w, &http.Cookie{Name: "token", Path: "/", MaxAge: -1, HttpOnly: true, SameSite: http.SameSiteStrictMode})
	http.Redirect(w, r, "/login", http.StatusSeeOther)
	return nil
}

// A programView is the program with its remarks, and what somebody tries.
type programView struct {
	Name     string
	Version  int64
	Document string
	Remarks  []*alianza.FieldError
	Cases    []program.CaseResult
	Versions []versionLine
	Faults   []*alianza.FieldError
	WhatIf   *whatIf
	Done     string
}

func (s *service) programView(r *http.Request) (v programView, err error) {
	err = s.store.update(r.Context(), func(t *tx) error {
		d, err := s.current(t)
		if err != nil {
			return err
		}
		body, _, err := one(t, itself[string], `SELECT body FROM documents WHERE version = $1`, d.version)
		if err != nil {
			return err
		}
		v = programView{Name: d.Name(), Version: d.version, Document: body, Cases: d.Check()}
		if v.Remarks, err = program.ReviewDocument([]byte(body)); err != nil {
			return err
		}
		v.Versions, err = all(t, (*versionLine).fields, `SELECT version, uploaded_at, uploaded_by FROM documents ORDER BY version DESC`)
		return err
	})
	return v, err
}

func (s *service) programPage(w http.ResponseWriter, r *http.Request) error {
	v, err := s.programView(r)
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, "program", page{Title: "Program", Data: v})
}

// programForm says what a document would change, or keeps it. Its faults are shown with
// the document as it was typed.
func (s *service) programForm(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, 4<<20) // a form is longer than its document
	document := r.PostFormValue("document")
	var tried *whatIf
	p, err := alianza.Read[program.Program]([]byte(document))
	if err == nil && r.PostFormValue("do") == "try" {
		var result whatIf
		result, err = s.whatIf(r.Context(), p)
		tried = &result
	} else if err == nil {
		err = s.store.update(r.Context(), func(t *tx) error {
			_, err := s.upload(t, []byte(document), string(identityOf(r).Role))
			return err
		})
	}
	if err != nil && !isFault(err) {
		return err
	}
	v, failed := s.programView(r)
	if failed != nil {
		return failed
	}
	status := http.StatusOK
	if v.Document = document; err != nil {
		v.Faults, status = alianza.Faults(err), http.StatusUnprocessableEntity
	} else if v.WhatIf = tried; tried == nil {
		v.Done = "The document is in force."
	}
	return render(w, r, status, "program", page{Title: "Program", Data: v})
}

// A partnersView is all partners, and how the months stand.
type partnersView struct {
	Next     string // month that can be closed
	Partners []partnerLine
	Figures  []figures
	Payouts  []payoutLine // that are open or failed
	Waiting  []eventLine
}

func (s *service) partnersPage(w http.ResponseWriter, r *http.Request) error {
	var v partnersView
	err := s.store.update(r.Context(), func(t *tx) error {
		m, err := monthsOf(t)
		if err != nil {
			return err
		}
		v = partnersView{Next: m.closed.Add(1).String()}
		partners, e1 := all(t, (*partnerLine).fields, partnerColumns)
		figures, e2 := s.figuresOf(t, m.closed.Add(1))
		payouts, e3 := all(t, (*payoutLine).fields, payoutColumns+`WHERE state <> 'paid' ORDER BY key LIMIT 100`)
		waiting, e4 := all(t, (*eventLine).fields, eventColumns+`WHERE state IN ('parked', 'refused') ORDER BY at, id LIMIT 100`)
		v.Partners, v.Figures, v.Payouts, v.Waiting = partners, figures, payouts, waiting
		return errors.Join(e1, e2, e3, e4)
	})
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, "partners", page{Title: "Partners", Data: v})
}

func (s *service) closeForm(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxMessage)
	m, err := cycle.ParseMonth(r.PostFormValue("month"))
	if err != nil {
		return err
	}
	if err := s.closeMonth(r.Context(), m); err != nil {
		return err
	}
	http.Redirect(w, r, "/partners", http.StatusSeeOther)
	return nil
}

// A statementView is a statement with its chart.
type statementView struct {
	statement

	Before, After string // months
	Currency      string
	Currencies    []string
	Chart         chart
}

func (s *service) statementPage(w http.ResponseWriter, r *http.Request) error {
	var v statementView
	err := s.store.update(r.Context(), func(t *tx) error {
		month, err := s.month(t, r)
		if err != nil {
			return err
		}
		st, err := s.statementOf(t, param(r, "partner"), month)
		if err != nil {
			return err
		}
		p, err := s.current(t)
		if err != nil {
			return err
		}
		list, currency, err := s.nextSale(t, r)
		v = statementView{st, month.Add(-1).String(), month.Add(1).String(), currency, p.Currencies(), newChart(list, currency)}
		return err
	})
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, "statement", page{Title: "Statement of " + v.Partner, Data: v})
}

// A pipelineView is the board and the prospects.
type pipelineView struct {
	Stages    []boardStage
	Prospects []prospectLine
}

func (s *service) pipelinePage(w http.ResponseWriter, r *http.Request) error {
	var v pipelineView
	err := s.store.update(r.Context(), func(t *tx) (err error) {
		if v.Stages, err = s.board(t); err != nil {
			return err
		}
		v.Prospects, err = all(t, (*prospectLine).fields, prospectColumns)
		return err
	})
	if err != nil {
		return err
	}
	return render(w, r, http.StatusOK, "pipeline", page{Title: "Pipeline", Data: v})
}

// pipelineForm opens a deal, or takes a step of one.
func (s *service) pipelineForm(w http.ResponseWriter, r *http.Request) error {
	r.Body = http.MaxBytesReader(w, r.Body, maxMessage)
	id, to, done := r.PostFormValue("deal"), r.PostFormValue("to"), r.PostFormValue("done")
	err := error(nil)
	if to == "" && done == "" {
		err = s.openDeal(r.Context(), id)
	} else {
		step := pipeline.Step{At: s.now(), To: pipeline.Stage(to), Done: done, Reason: r.PostFormValue("reason")}
		_, err = s.takeStep(r.Context(), id, step)
	}
	if err != nil {
		return err
	}
	http.Redirect(w, r, "/pipeline", http.StatusSeeOther)
	return nil
}
