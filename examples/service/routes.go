package main

import (
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"github.com/go-chi/chi/v5"
	"github.com/go-chi/chi/v5/middleware"

	"github.com/seed-0af520cd/alianza/commission"
)

// A handler answers a request, or returns what is wrong with it.
type handler func(w http.ResponseWriter, r *http.Request) error

// A route is an address of the service. The router and the OpenAPI document are both
// made of the list of them.
type route struct {
	method, path string
	role         role
	summary      string
	in, out      string // names of schemas, "" for none
	handle       handler
}

func (s *service) routes() []route {
	return []route{
		{"POST", "/webhooks/sales", signed, "Take a sale, a payment, a lead or another event that earns", "Event", "Outcome", s.webhook()},
		{"POST", "/webhooks/refunds", signed, "Take a refund", "Event", "Outcome", s.webhook(commission.Refund)},
		{"POST", "/webhooks/disputes", signed, "Take a chargeback, or the reversal of one", "Event", "Outcome", s.webhook(commission.Chargeback, commission.Reversal)},
		{"POST", "/webhooks/touches", signed, "Take a touch of a customer by a partner", "Touch", "Outcome", s.touch},

		{"GET", "/v1/program", either, "The program document in force", "", "Program", s.getProgram},
		{"PUT", "/v1/program", manager, "Upload a program document; its faults come back, a line each", "Program", "Uploaded", s.putProgram},
		{"GET", "/v1/program/versions", manager, "All versions of the document", "", "Versions", s.getVersions},
		{"GET", "/v1/program/review", manager, "What is allowed in the document and seldom meant", "", "Review", s.getReview},

		{"POST", "/v1/what-if", manager, "What another document would have earned of the stored events", "Program", "WhatIf", s.postWhatIf},

		{"GET", "/v1/months", manager, "The months that are closed", "", "Months", s.getMonths},
		{"POST", "/v1/months/{month}/close", manager, "Close a month: levels, settlements, payouts", "", "Months", s.postClose},
		{"GET", "/v1/partners", manager, "All partners with their levels", "", "Partners", s.getPartners},
		{"GET", "/v1/partners/{partner}/statement", partner, "What a partner earned in a month, and why; ?month=2026-01&format=json, csv or html", "", "Statement", s.getStatement},
		{"GET", "/v1/partners/{partner}/next-sale", partner, "What the next sale would earn, by its amount", "", "Previews", s.getPreviews},
		{"POST", "/v1/partners/{partner}/tokens", manager, "Make a token for a partner; it is told once", "", "Token", s.postToken},
		{"GET", "/v1/payouts", manager, "Payouts and what the bank said", "", "Payouts", s.getPayouts},
		{"GET", "/v1/events", manager, "Events that wait or were refused, ?state=parked", "", "Events", s.getEvents},
		{"GET", "/v1/figures", manager, "What a month brought and cost", "", "Figures", s.getFigures},

		{"GET", "/v1/prospects", manager, "Prospects with their verdicts", "", "Verdicts", s.getProspects},
		{"POST", "/v1/prospects", manager, "Judge a prospect", "Prospect", "Verdict", s.postProspect},
		{"GET", "/v1/deals", manager, "The stages of the flow with their deals", "", "Board", s.getDeals},
		{"POST", "/v1/deals", manager, "Open a deal", "Opened", "Opened", s.postDeal},
		{"POST", "/v1/deals/{deal}/steps", manager, "Move a deal, deliver something, or tell a fact", "Step", "Deal", s.postStep},

		{"GET", "/openapi.json", anybody, "This document", "", "", s.getOpenAPI},
		{"GET", "/healthz", anybody, "Whether the service and its database work", "", "", s.health},
		{"GET", "/metrics", anybody, "Counters in the format of Prometheus", "", "", s.serveStats},
	}
}

func (s *service) router() http.Handler {
	r := chi.NewRouter()
	r.Use(middleware.RequestID, s.observe, middleware.ThrottleBacklog(64, 512, 10*time.Second), middleware.Timeout(30*time.Second),
		http.NewCrossOriginProtection().Handler)
	for _, at := range append(s.routes(), s.pageRoutes()...) {
		h := s.admit(at.role, at.handle)
		if at.out == "page" {
			h = paged(h)
		}
		r.Method(at.method, at.path, s.serve(h))
	}
	r.NotFound(s.serve(func(http.ResponseWriter, *http.Request) error { return notFound("there is no such address") }).ServeHTTP)
	return r
}

// serve makes an http.Handler of a handler: errors become problems.
func (s *service) serve(h handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		err := h(w, r)
		if err == nil {
			return
		}
		p := problemOf(err)
		if p.status >= http.StatusInternalServerError {
			s.log.Error("request", "id", middleware.GetReqID(r.Context()), "route", chi.RouteContext(r.Context()).RoutePattern(), "error", err.Error())
		}
		p.write(w)
	})
}

// observe logs and counts requests: who asked for which route, and never what was said.
func (s *service) observe(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		begin := time.Now()
		ww := middleware.NewWrapResponseWriter(w, r.ProtoMajor)
		defer func() {
			status := ww.Status()
			if p := recover(); p != nil {
				s.log.Error("panic", "id", middleware.GetReqID(r.Context()), "panic", p)
				if status == 0 {
					(&problem{status: http.StatusInternalServerError, Title: "the service has a problem"}).write(ww)
				}
				status = http.StatusInternalServerError
			}
			pattern := chi.RouteContext(r.Context()).RoutePattern()
			if pattern == "" {
				pattern = "none"
			}
			s.stats.count("alianza_http_requests_total", "route", r.Method+" "+pattern, "status", strconv.Itoa(status))
			s.stats.took(r.Method+" "+pattern, time.Since(begin))
			s.log.LogAttrs(r.Context(), slog.LevelInfo, "request", slog.String("id", middleware.GetReqID(r.Context())),
				slog.String("method", r.Method), slog.String("route", pattern), slog.Int("status", status), slog.Duration("took", time.Since(begin)))
		}()
		next.ServeHTTP(ww, r)
	})
}

func (s *service) health(w http.ResponseWriter, r *http.Request) error {
	if err := s.store.db.PingContext(r.Context()); err != nil {
		s.log.Error("health", "error", err.Error())
		return &problem{status: http.StatusServiceUnavailable, Title: "the database does not answer"}
	}
	return answer(w, http.StatusOK, map[string]string{"status": "ok"})
}
