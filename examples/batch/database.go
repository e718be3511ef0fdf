package main

import (
	"context"
	_ "embed"
	"encoding/json"
	"fmt"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivermigrate"
)

//go:embed schema.sql
var schema string

// A database holds the rows of a batch, for all machines that work on it.
type database struct {
	pool  *pgxpool.Pool
	batch *batch
}

// open connects and makes the tables, River's too, if they are missing.
func open(ctx context.Context, url string, b *batch, workers int) (*database, error) {
	config, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, err
	}
	config.MaxConns = int32(workers) + 6 //nolint:gosec // a small number
	pool, err := pgxpool.NewWithConfig(ctx, config)
	if err != nil {
		return nil, err
	}
	if err := migrate(ctx, pool); err != nil {
		pool.Close()
		return nil, fmt.Errorf("tables: %w", err)
	}
	return &database{pool, b}, nil
}

// migrate makes the tables. Machines that begin together wait for one another.
func migrate(ctx context.Context, pool *pgxpool.Pool) error {
	lock, err := pool.Acquire(ctx)
	if err != nil {
		return err
	}
	defer lock.Release()
	const key = 0x616C69616E7A61 // "alianza"
	if _, err := lock.Exec(ctx, "SELECT pg_advisory_lock($1)", int64(key)); err != nil {
		return err
	}
	defer lock.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(key)) //nolint:errcheck // ends with the connection
	migrator, err := rivermigrate.New(riverpgxv5.New(pool), nil)
	if err != nil {
		return err
	}
	if _, err := migrator.Migrate(ctx, rivermigrate.DirectionUp, nil); err != nil {
		return err
	}
	_, err = lock.Exec(ctx, schema)
	return err
}

func (d *database) done(ctx context.Context, first, end int) (map[int]bool, error) {
	rows, err := d.pool.Query(ctx, "SELECT partner FROM alianza_results WHERE batch = $1 AND partner >= $2 AND partner < $3", d.batch.id, first, end)
	if err != nil {
		return nil, err
	}
	partners, err := pgx.CollectRows(rows, pgx.RowTo[int])
	saved := map[int]bool{}
	for _, partner := range partners {
		saved[partner] = true
	}
	return saved, err
}

// A querier is a connection or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

// upsert writes rows; those that are there already are written again. Rows are in the
// order of the partners, so that two writers of the same rows do not block each other.
func (d *database) upsert(ctx context.Context, to querier, rows []row) error {
	var partners, events, refused []int
	var lines [][]byte
	var totals []string
	for i := range rows {
		text, err := json.Marshal(rows[i].totals)
		if err != nil {
			return err
		}
		partners, events, refused = append(partners, rows[i].partner), append(events, rows[i].events), append(refused, rows[i].refused)
		lines, totals = append(lines, rows[i].lines), append(totals, string(text))
	}
	result, err := to.Query(ctx, `INSERT INTO alianza_results (batch, partner, events, refused, lines, totals)
		SELECT $1, * FROM unnest($2::int[], $3::int[], $4::int[], $5::bytea[], $6::text[])
		ON CONFLICT (batch, partner) DO UPDATE
		SET events = excluded.events, refused = excluded.refused, lines = excluded.lines, totals = excluded.totals`,
		d.batch.id, partners, events, refused, lines, totals)
	if err != nil {
		return err
	}
	result.Close()
	return result.Err()
}

// progress counts what all machines have saved.
func (d *database) progress(ctx context.Context) (progress, error) {
	var p progress
	err := d.pool.QueryRow(ctx, "SELECT count(*), coalesce(sum(events), 0) FROM alianza_results WHERE batch = $1", d.batch.id).
		Scan(&p.partners, &p.events)
	return p, err
}

// each goes through the rows by partner, as they come.
func (d *database) each(ctx context.Context, yield func(row) error) error {
	rows, err := d.pool.Query(ctx, "SELECT partner, events, refused, lines, totals FROM alianza_results WHERE batch = $1 ORDER BY partner", d.batch.id)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		var r row
		var totals string
		if err := rows.Scan(&r.partner, &r.events, &r.refused, &r.lines, &totals); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(totals), &r.totals); err != nil {
			return fmt.Errorf("partner %d: %w", r.partner, err)
		}
		if err := yield(r); err != nil {
			return err
		}
	}
	return rows.Err()
}
