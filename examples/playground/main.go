// Playground is a page with the library in it: a document of a partner program and
// some orders are typed, and the page says at once what they earn and why. There is
// no server behind it.
//
//	go run .              serves the page
//	go run . -out site    writes it into a folder, for any static host
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/signal"
	"time"
)

func main() {
	addr := flag.String("addr", "localhost:8080", "where to serve the page; port 0 takes a free one")
	out := flag.String("out", "", "write the page into this folder instead, compressed files beside")
	flag.Parse()
	if err := run(*addr, *out); err != nil {
		fmt.Fprintln(os.Stderr, "playground:", err)
		os.Exit(1)
	}
}

func run(addr, out string) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	dir := out
	if dir == "" {
		tmp, err := os.MkdirTemp("", "playground-*")
		if err != nil {
			return err
		}
		defer os.RemoveAll(tmp) //nolint:errcheck // it is temporary
		dir = tmp
	}
	fmt.Fprintln(os.Stderr, "building the library for the browser; the first time takes up to a minute …")
	if err := build(ctx, dir); err != nil {
		return err
	}
	if out == "" {
		return serve(ctx, addr, dir)
	}
	fmt.Fprintln(os.Stderr, "compressing …")
	sizes, err := compress(dir)
	if err != nil {
		return err
	}
	fmt.Printf("%s: %d files, %.2f MB; as a browser loads it %.2f MB\n", dir, sizes.files, mega(sizes.plain), mega(sizes.packed))
	return nil
}

func mega(n int64) float64 { return float64(n) / 1e6 }

// serve serves a folder until the context is done.
func serve(ctx context.Context, addr, dir string) error {
	listener, err := net.Listen("tcp", addr)
	if err != nil {
		return err
	}
	server := &http.Server{Handler: handler(dir), ReadHeaderTimeout: 10 * time.Second}
	fmt.Printf("http://%s\n", listener.Addr())
	go func() {
		<-ctx.Done()
		server.Close() //nolint:errcheck // the program ends
	}()
	if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}
