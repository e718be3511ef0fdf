package main

import (
	"archive/zip"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"strings"
)

// first are the time zones of the documents to begin with. The page loads the others
// when it needs one.
var first = []string{"Europe/Madrid"}

// writeZones writes the time zones of an installation of Go as the two packs that
// site/zones.js reads: names with the bytes of their files.
func writeZones(goroot, dir string) error {
	archive, err := zip.OpenReader(filepath.Join(goroot, "lib", "time", "zoneinfo.zip"))
	if err != nil {
		return err
	}
	defer archive.Close() //nolint:errcheck // it was read
	all := map[string][]byte{}
	for _, file := range archive.File {
		if strings.HasSuffix(file.Name, "/") {
			continue
		}
		r, err := file.Open()
		if err != nil {
			return err
		}
		if all[file.Name], err = io.ReadAll(r); err != nil {
			return err
		}
	}
	few := map[string][]byte{}
	for _, name := range first {
		few[name] = all[name]
	}
	if err := os.MkdirAll(filepath.Join(dir, "zones"), 0o755); err != nil {
		return err
	}
	for name, zones := range map[string]map[string][]byte{"first.json": few, "all.json": all} {
		data, err := json.Marshal(zones)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(dir, "zones", name), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}
