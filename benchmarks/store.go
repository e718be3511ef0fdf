package main

import (
	"database/sql"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"time"

	_ "modernc.org/sqlite"

	"github.com/seed-0af520cd/alianza/commission"
)

// A store is a database with one connection, in a file of its own.
type store struct {
	db  *sql.DB
	dir string
}

func openStore(schema string) *store {
	dir := must(os.MkdirTemp("", "alianza-benchmarks-"))
	dsn := "file:" + filepath.ToSlash(filepath.Join(dir, "store.db")) + "?_pragma=journal_mode(wal)&_pragma=synchronous(off)"
	db := must(sql.Open("sqlite", dsn))
	db.SetMaxOpenConns(1)
	must(db.Exec(schema))
	return &store{db, dir}
}

func (s *store) close() {
	check(s.db.Close())
	check(os.RemoveAll(s.dir))
}

func (s *store) prepare(query string) *sql.Stmt { return must(s.db.Prepare(query)) }

// recordSchema is what the documentation of package commission asks for: a row
// for each record, and the entries by their keys.
const recordSchema = `
create table records (key text primary key, revision integer not null, body text not null) without rowid;
create table entries (key text primary key, body text not null) without rowid;`

// A service evaluates each event in a transaction with its records and entries.
type service struct {
	*store
	plan                          commission.Plan
	read, insert, update, posting *sql.Stmt
}

func newService(plan commission.Plan) *service {
	s := &service{store: openStore(recordSchema), plan: plan}
	s.read = s.prepare("select body from records where key = ?")
	s.insert = s.prepare("insert into records (key, revision, body) values (?, ?, ?)")
	s.update = s.prepare("update records set revision = ?, body = ? where key = ? and revision = ?")
	s.posting = s.prepare("insert into entries (key, body) values (?, ?)")
	return s
}

// rowsOf is the past of one event, in its transaction.
type rowsOf struct{ read *sql.Stmt }

func (r rowsOf) Record(key commission.Key) (commission.Record, bool, error) {
	var body []byte
	err := r.read.QueryRow(key.String()).Scan(&body)
	if errors.Is(err, sql.ErrNoRows) {
		return commission.Record{}, false, nil
	}
	if err != nil {
		return commission.Record{}, false, err
	}
	var record commission.Record
	return record, true, json.Unmarshal(body, &record)
}

func (s *service) post(e commission.Event) int64 {
	tx := must(s.db.Begin())
	earned := must(s.plan.Earn(rowsOf{tx.Stmt(s.read)}, e))
	for _, entry := range earned.Entries {
		must(tx.Stmt(s.posting).Exec(entry.Key, must(json.Marshal(entry))))
	}
	for _, r := range earned.Records {
		key, body := r.Key().String(), must(json.Marshal(r))
		if r.Revision() == 1 {
			must(tx.Stmt(s.insert).Exec(key, 1, body))
			continue
		}
		done := must(tx.Stmt(s.update).Exec(r.Revision(), body, key, r.Revision()-1))
		if must(done.RowsAffected()) != 1 {
			panic("another event came between")
		}
	}
	check(tx.Commit())
	return earned.Entries[0].Amount.CoefficientInt64()
}

// ledgerSchema is that of the ledger by hand: a row for each sale or refund, and
// the entries by their keys.
const ledgerSchema = `
create table events (partner text, id text, kind text, of_event text, tier text, at text, due text,
	amount text, remaining text, rate text, posted text, primary key (partner, id)) without rowid;
create table entries (key text primary key, body text not null) without rowid;`

// A desk is the ledger by hand over a database, for plain programs. It loads the
// events that an event concerns, posts it, and stores them.
type desk struct {
	*store
	read, write, posting *sql.Stmt
}

func newDesk() *desk {
	d := &desk{store: openStore(ledgerSchema)}
	d.read = d.prepare("select kind, of_event, tier, at, due, amount, remaining, rate, posted from events where partner = ? and id = ?")
	d.write = d.prepare("insert or replace into events values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
	d.posting = d.prepare("insert into entries (key, body) values (?, ?)")
	return d
}

func (d *desk) post(e commission.Event) int64 {
	tx := must(d.db.Begin())
	l := newLedger()
	keys := []eventKey{{e.Partner, e.ID}}
	if e.Of != "" {
		keys = append(keys, eventKey{e.Partner, e.Of})
	}
	for _, key := range keys {
		if s, ok := d.load(tx, key); ok {
			l.seen[key] = s
		}
	}
	out := must(l.post(e))
	must(tx.Stmt(d.posting).Exec(out.Key, must(json.Marshal(out))))
	for key, s := range l.seen {
		must(tx.Stmt(d.write).Exec(key.partner, key.id, string(s.kind), s.of, s.tier, s.at.Format(time.RFC3339Nano), s.due.Format(time.RFC3339Nano),
			s.amount.String(), s.left.String(), s.rate.String(), s.posted.String()))
	}
	check(tx.Commit())
	return out.Amount.Shift(2).IntPart()
}

func (d *desk) load(tx *sql.Tx, key eventKey) (*seenEvent, bool) {
	var s seenEvent
	var at, due string
	err := tx.Stmt(d.read).QueryRow(key.partner, key.id).Scan(&s.kind, &s.of, &s.tier, &at, &due, &s.amount, &s.left, &s.rate, &s.posted)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, false
	}
	check(err)
	s.at, s.due = must(time.Parse(time.RFC3339Nano, at)), must(time.Parse(time.RFC3339Nano, due))
	return &s, true
}

// storedRows are events with their past in SQLite, a transaction each.
func storedRows(s size) []row {
	n := s.of(5_000)
	sold := sales(n, 100, 20)
	note := "SQLite in a file, one transaction an event, without waiting for the disk. Most of the time is SQLite's, on both sides."
	return []row{
		storedRow("a sale, with the past in SQLite", stream{}, sold, note),
		storedRow("a refund, with the past in SQLite", sold, refunds(sold), note),
	}
}

func storedRow(work string, before, events stream, note string) row {
	all := func(post func(commission.Event) int64, end func()) func() answer {
		for e := range before.all {
			post(e)
		}
		return func() answer {
			var sum int64
			for e := range events.all {
				sum += post(e)
			}
			end()
			return whole(sum)
		}
	}
	return row{
		group: "events", work: work, per: "event", items: events.n, goal: 1.5, note: note,
		why: "The record of a refund has the day, the version and the digest of what it took back, in JSON: a row is longer than that of the ledger by hand.",
		racers: []racer{
			{name: "Plan.Earn over rows", role: ours, once: true, ready: func() func() answer {
				s := newService(plain().plan)
				return all(s.post, s.close)
			}},
			{name: "a ledger over rows", role: byHand, once: true, ready: func() func() answer {
				d := newDesk()
				return all(d.post, d.close)
			}},
		},
	}
}
