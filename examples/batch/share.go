package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"
)

// A job is a group of partners to be done. Round tells the job from those that were
// given out for the same group before.
type job struct {
	Batch string `json:"batch"`
	Group int    `json:"group"`
	Round int    `json:"round"`
}

func (job) Kind() string { return "alianza_group" }

// InsertOpts makes a job unique: every machine gives out all groups, and each is there
// once. Another batch has a queue of its own.
func (j job) InsertOpts() river.InsertOpts {
	return river.InsertOpts{Queue: queue(j.Batch), MaxAttempts: 5, UniqueOpts: river.UniqueOpts{ByArgs: true}}
}

func queue(batch string) string { return "alianza_" + batch }

// A worker does jobs.
type worker struct {
	river.WorkerDefaults[job]
	d        *database
	patience time.Duration
}

func (w *worker) Work(ctx context.Context, j *river.Job[job]) error {
	return w.d.batch.work(ctx, j.Args.Group, jobStore{w.d, j})
}

// NextRetry is a tenth of the patience later, and longer after each failure.
func (w *worker) NextRetry(j *river.Job[job]) time.Time {
	return time.Now().Add(time.Duration(j.Attempt*j.Attempt) * w.patience / 10)
}

// A jobStore ends the job in the transaction of its last rows.
type jobStore struct {
	*database
	job *river.Job[job]
}

func (s jobStore) save(ctx context.Context, rows []row, last bool) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if err := s.upsert(ctx, tx, rows); err != nil {
			return err
		}
		if err := s.batch.saving(ctx, s.job.Args.Group, lastOf(rows)); err != nil || !last {
			return err
		}
		_, err := river.JobCompleteTx[*riverpgxv5.Driver](ctx, tx, s.job)
		return err
	})
}

// lastOf returns the partner of the last row, -1 if there is none.
func lastOf(rows []row) int {
	if len(rows) == 0 {
		return -1
	}
	return rows[len(rows)-1].partner
}

// share works on the batch until all of it is done, by this process or others.
func (d *database) share(ctx context.Context, workers int, patience time.Duration, report func(context.Context, source)) error {
	all := river.NewWorkers()
	river.AddWorker(all, &worker{d: d, patience: patience})
	host, err := os.Hostname()
	if err != nil {
		return err
	}
	client, err := river.NewClient(riverpgxv5.New(d.pool), &river.Config{
		ID:      fmt.Sprintf("%s-%d-%d", host, os.Getpid(), time.Now().UnixNano()),
		Queues:  map[string]river.QueueConfig{queue(d.batch.id): {MaxWorkers: workers}},
		Workers: all,
		Logger:  slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelError})),
		// River waits this long between two fetches, which sets the pace of small jobs.
		FetchCooldown: 10 * time.Millisecond,
		JobTimeout:    time.Hour,
	})
	if err != nil {
		return err
	}
	jobs := make([]river.InsertManyParams, d.batch.groups())
	for group := range jobs {
		jobs[group].Args = job{d.batch.id, group, 0}
	}
	if _, err := client.InsertMany(ctx, jobs); err != nil {
		return err
	}
	if err := client.Start(ctx); err != nil {
		return err
	}
	reporting, stop := context.WithCancel(ctx)
	go report(reporting, d)
	err = d.wait(ctx, client, patience)
	stop()
	// A job that runs on may be a second one for a group that is done. Its context ends.
	return errors.Join(err, client.StopAndCancel(context.WithoutCancel(ctx)))
}

// wait returns when all partners are saved. If nothing is saved for some time, and no
// job waits, the groups that are open are given out again: who had them may be dead. If
// not, both write the same rows. Each time it waits twice as long.
func (d *database) wait(ctx context.Context, client *river.Client[pgx.Tx], patience time.Duration) error {
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	last, since := -1, time.Now()
	for {
		now, err := d.progress(ctx)
		switch {
		case err != nil:
			return err
		case now.partners == d.batch.orders.partners:
			return nil
		case now.partners != last:
			last, since = now.partners, time.Now()
		case time.Since(since) > patience:
			if err := d.again(ctx, client); err != nil {
				return err
			}
			patience, since = 2*patience, time.Now()
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-tick.C:
		}
	}
}

// again gives out again the groups that are running, if no job waits.
func (d *database) again(ctx context.Context, client *river.Client[pgx.Tx]) error {
	jobs, err := d.jobs(ctx, client, rivertype.JobStateDiscarded, rivertype.JobStateCancelled)
	if err != nil {
		return err
	}
	for _, j := range jobs {
		if n := len(j.Errors); n > 0 {
			return fmt.Errorf("a group failed %d times: %s", n, j.Errors[n-1].Error)
		}
	}
	jobs, err = d.jobs(ctx, client, rivertype.JobStateAvailable, rivertype.JobStateRetryable, rivertype.JobStateScheduled, rivertype.JobStatePending)
	if err != nil || len(jobs) > 0 {
		return err
	}
	running, err := d.jobs(ctx, client, rivertype.JobStateRunning)
	if err != nil {
		return err
	}
	rounds := map[int]int{}
	for _, j := range running {
		var args job
		if err := json.Unmarshal(j.EncodedArgs, &args); err != nil {
			return err
		}
		rounds[args.Group] = max(rounds[args.Group], args.Round)
	}
	for group, round := range rounds {
		if _, err := client.Insert(ctx, job{d.batch.id, group, round + 1}, nil); err != nil {
			return err
		}
	}
	return nil
}

// jobs returns up to a thousand jobs of the batch.
func (d *database) jobs(ctx context.Context, client *river.Client[pgx.Tx], states ...rivertype.JobState) ([]*rivertype.JobRow, error) {
	list, err := client.JobList(ctx, river.NewJobListParams().Queues(queue(d.batch.id)).States(states...).First(1000))
	if err != nil {
		return nil, err
	}
	return list.Jobs, nil
}
