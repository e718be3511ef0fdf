package main

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path"
	"strings"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"
	_ "modernc.org/sqlite"             // the driver "sqlite"
)

// A store is the database: SQLite, or PostgreSQL where the address says so.
type store struct {
	db       *sql.DB
	postgres bool
}

// openStore opens the database of an address, such as postgres://…, a file name, or
// ":memory:", and brings its tables up to date.
func openStore(ctx context.Context, address string) (*store, error) {
	s := &store{postgres: strings.HasPrefix(address, "postgres://") || strings.HasPrefix(address, "postgresql://")}
	driver, most := "pgx", 16
	if !s.postgres {
		driver, most = "sqlite", 1 // SQLite has one writer: here they queue, there they would poll
		address = "file:" + address + "?_txlock=immediate&_pragma=journal_mode(WAL)&_pragma=busy_timeout(10000)&_pragma=synchronous(FULL)"
	}
	var err error
	if s.db, err = sql.Open(driver, address); err != nil {
		return nil, err
	}
	s.db.SetMaxOpenConns(most)
	s.db.SetMaxIdleConns(most)
	if err := s.migrate(ctx); err != nil {
		return nil, errors.Join(fmt.Errorf("migrations: %w", err), s.db.Close())
	}
	return s, nil
}

//go:embed migrations/*.sql
var migrations embed.FS

// migrate runs the migrations that have not run yet, in the order of their names, each
// with the note that it ran. Processes that start at once wait for each other.
func (s *store) migrate(ctx context.Context) error {
	return s.update(ctx, func(t *tx) error {
		if err := t.lock("migrations"); err != nil {
			return err
		}
		if _, err := t.exec(`CREATE TABLE IF NOT EXISTS migrations (name TEXT PRIMARY KEY)`); err != nil {
			return err
		}
		names, err := fs.Glob(migrations, "migrations/*.sql")
		for _, name := range names {
			text, failed := migrations.ReadFile(name)
			n, again := t.exec(`INSERT INTO migrations (name) VALUES ($1) ON CONFLICT DO NOTHING`, path.Base(name))
			if err = errors.Join(err, failed, again); err == nil && n == 1 {
				_, err = t.exec(string(text))
			}
		}
		return err
	})
}

// A tx is a transaction.
type tx struct {
	*sql.Tx
	ctx      context.Context //nolint:containedctx // a transaction is of one request
	postgres bool
}

// errAgain says that somebody came between: the transaction is to be tried again.
var errAgain = errors.New("somebody came between")

// update runs f in a transaction, again where another one came between. What f
// changed besides the database has to bear that.
func (s *store) update(ctx context.Context, f func(*tx) error) error {
	for attempt := 1; ; attempt++ {
		err := s.once(ctx, f)
		if err == nil || attempt == 10 || !isAgain(err) {
			return err
		}
		pause := time.Duration(rand.IntN(10*attempt)+1) * time.Millisecond
		select {
		case <-time.After(pause):
		case <-ctx.Done():
			return errors.Join(err, ctx.Err())
		}
	}
}

func (s *store) once(ctx context.Context, f func(*tx) error) error {
	t, err := s.db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := f(&tx{t, ctx, s.postgres}); err != nil {
		return errors.Join(err, t.Rollback())
	}
	return t.Commit()
}

// isAgain reports whether a transaction failed because of another one.
func isAgain(err error) bool {
	if pg := (*pgconn.PgError)(nil); errors.As(err, &pg) {
		switch pg.Code {
		case "40001", "40P01", "23505": // serialization, deadlock, a key that was taken meanwhile
			return true
		}
	}
	return errors.Is(err, errAgain)
}

// lock makes transactions about the same thing wait for each other. SQLite has one
// writer at a time anyway.
func (t *tx) lock(name string) error {
	return t.advisory(`SELECT pg_advisory_xact_lock(hashtextextended($1, 0))`, name)
}

// lockShared waits only for those that lock the thing alone.
func (t *tx) lockShared(name string) error {
	return t.advisory(`SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))`, name)
}

func (t *tx) advisory(query, name string) error {
	if !t.postgres {
		return nil
	}
	_, err := t.ExecContext(t.ctx, query, name)
	return err
}

// exec returns how many rows a statement changed.
func (t *tx) exec(query string, args ...any) (int64, error) {
	result, err := t.ExecContext(t.ctx, t.dialect(query), args...)
	if err != nil {
		return 0, err
	}
	return result.RowsAffected()
}

// dialect turns $1 into the ?1 of SQLite.
func (t *tx) dialect(query string) string {
	if t.postgres {
		return query
	}
	return strings.ReplaceAll(query, "$", "?")
}

// all returns the rows of a query. Fields says where the columns of a row go.
func all[T any](t *tx, fields func(*T) []any, query string, args ...any) ([]T, error) {
	rows, err := t.QueryContext(t.ctx, t.dialect(query), args...)
	if err != nil {
		return nil, err
	}
	defer func() { _ = rows.Close() }() // its error is that of rows.Err
	var list []T
	for rows.Next() {
		var v T
		if err := rows.Scan(fields(&v)...); err != nil {
			return nil, err
		}
		list = append(list, v)
	}
	return list, rows.Err()
}

// one returns the row of a query, and false if there is none.
func one[T any](t *tx, fields func(*T) []any, query string, args ...any) (v T, ok bool, err error) {
	list, err := all(t, fields, query, args...)
	if err != nil || len(list) == 0 {
		return v, false, err
	}
	return list[0], true, nil
}

// itself is for rows of one column.
func itself[T any](v *T) []any { return []any{v} }

// instant is how instants stand in the database: as text of one length, so that they
// sort.
func instant(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000000000Z") }
