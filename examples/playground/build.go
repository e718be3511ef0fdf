package main

import (
	"context"
	"embed"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

//go:embed site
var site embed.FS

// The packages that are built, and the module with the documents to begin with.
const (
	module  = "github.com/seed-0af520cd/alianza"
	library = module + "/examples/playground/wasm"
)

// build writes the page into a folder: the files of site, the documents of the
// command alianza, the time zones, and the library as WebAssembly with its loader.
func build(ctx context.Context, dir string) error {
	files, err := fs.Sub(site, "site")
	if err != nil {
		return err
	}
	if err := os.MkdirAll(filepath.Join(dir, "samples"), 0o755); err != nil {
		return err
	}
	err = fs.WalkDir(files, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(files, name)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(dir, name), data, 0o644)
	})
	if err != nil {
		return err
	}
	root, err := gocmd(ctx, "list", "-m", "-f", "{{.Dir}}", module)
	if err != nil {
		return err
	}
	samples := filepath.Join(root, "cmd", "alianza", "data")
	if err := copyAll(filepath.Join(samples, "*.json"), filepath.Join(dir, "samples")); err != nil {
		return err
	}
	goroot, err := gocmd(ctx, "env", "GOROOT")
	if err != nil {
		return err
	}
	if err := copyAll(filepath.Join(goroot, "lib", "wasm", "wasm_exec.js"), dir); err != nil {
		return err
	}
	if err := writeZones(goroot, dir); err != nil {
		return err
	}
	// Calls that are not inlined make the code repeat itself, and what repeats itself
	// compresses: an eighth less to load.
	_, err = gocmd(ctx, "build", "-trimpath", "-gcflags=all=-l", "-ldflags=-s -w", "-o", filepath.Join(dir, "alianza.wasm"), library)
	return err
}

// gocmd runs the go command for the browser and returns what it prints. It has to be
// in a folder of this module.
func gocmd(ctx context.Context, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, "go", args...)
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	var problem strings.Builder
	cmd.Stderr = &problem
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("go %s: %w\n%s", strings.Join(args, " "), err, problem.String())
	}
	return strings.TrimSpace(string(out)), nil
}

// copyAll copies the files of a pattern into a folder. There is at least one.
func copyAll(pattern, dir string) error {
	names, err := filepath.Glob(pattern)
	if err != nil {
		return err
	}
	if len(names) == 0 {
		return fmt.Errorf("%s: there is no such file", pattern)
	}
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, filepath.Base(name)), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
