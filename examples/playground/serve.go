package main

import (
	"bytes"
	"compress/gzip"
	"io"
	"io/fs"
	"mime"
	"net/http"
	"os"
	"path"
	"path/filepath"
	"strings"

	"github.com/andybalholm/brotli"
)

// types are those that a browser insists on.
var types = map[string]string{
	".wasm": "application/wasm", ".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8",
	".svg": "image/svg+xml", ".json": "application/json", ".html": "text/html; charset=utf-8",
}

// handler serves the files of a folder, the brotli file beside one to a browser that
// takes it.
func handler(dir string) http.Handler {
	files := http.FileServerFS(os.DirFS(dir))
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := path.Clean("/" + r.URL.Path)
		if strings.HasSuffix(r.URL.Path, "/") {
			name = path.Join(name, "index.html")
		}
		kind := types[path.Ext(name)]
		if kind == "" {
			kind = mime.TypeByExtension(path.Ext(name))
		}
		h := w.Header()
		h.Set("Cache-Control", "no-cache")
		h.Set("X-Content-Type-Options", "nosniff")
		if kind != "" {
			h.Set("Content-Type", kind)
		}
		if packed, err := os.Stat(filepath.Join(dir, filepath.FromSlash(name)+".br")); err == nil && packed.Mode().IsRegular() &&
			strings.Contains(r.Header.Get("Accept-Encoding"), "br") {
			h.Set("Content-Encoding", "br")
			h.Add("Vary", "Accept-Encoding")
			http.ServeFileFS(w, r, os.DirFS(dir), strings.TrimPrefix(name, "/")+".br")
			return
		}
		files.ServeHTTP(w, r)
	})
}

// sizes are those of a folder: of its files, and of what a browser loads of them at
// first.
type sizes struct {
	files         int
	plain, packed int64
}

// later has the files that a page loads when they are needed.
var later = map[string]bool{"all.json": true, "start-affiliate.json": true, "start-minimal.json": true, "start-recurring.json": true, "start-volume.json": true}

// compress writes a brotli and a gzip file beside each file of a folder.
func compress(dir string) (sizes, error) {
	var s sizes
	err := filepath.WalkDir(dir, func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || strings.HasSuffix(name, ".br") || strings.HasSuffix(name, ".gz") {
			return err
		}
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		small, err := packed(data, func(w io.Writer) io.WriteCloser {
			return brotli.NewWriterOptions(w, brotli.WriterOptions{Quality: brotli.BestCompression, LGWin: 24})
		})
		if err != nil {
			return err
		}
		zipped, err := packed(data, func(w io.Writer) io.WriteCloser {
			z, _ := gzip.NewWriterLevel(w, gzip.BestCompression) // the level is one
			return z
		})
		if err != nil {
			return err
		}
		s.files++
		s.plain += int64(len(data))
		if !later[d.Name()] {
			s.packed += int64(len(small))
		}
		if err := os.WriteFile(name+".br", small, 0o644); err != nil {
			return err
		}
		return os.WriteFile(name+".gz", zipped, 0o644)
	})
	return s, err
}

// packed returns data as a writer compresses it.
func packed(data []byte, to func(io.Writer) io.WriteCloser) ([]byte, error) {
	var b bytes.Buffer
	w := to(&b)
	if _, err := w.Write(data); err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	return b.Bytes(), nil
}
