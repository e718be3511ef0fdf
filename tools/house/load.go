package main

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
)

// module is the import path of the library.
const module = "github.com/seed-0af520cd/alianza"

// A pack is a package of the module: one folder with its source files.
type pack struct {
	path  string // "commission/split"; the root is "."
	files []file
}

// A file is one Go source, whatever its build constraints say.
type file struct {
	path   string // "commission/split/split.go"
	test   bool
	source []byte
	syntax *ast.File
	set    *token.FileSet
}

// line tells on which line of the file pos is.
func (f file) line(pos token.Pos) int {
	return f.set.Position(pos).Line
}

// load reads all packages of the module at the root of fsys, in the order of
// their paths. Other modules inside it and testdata are not part of it.
func load(fsys fs.FS) ([]pack, error) {
	packs := map[string]*pack{}
	err := fs.WalkDir(fsys, ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			if foreign(fsys, name) {
				return fs.SkipDir
			}
			return nil
		case path.Ext(name) != ".go":
			return nil
		}
		f, err := parse(fsys, name)
		if err != nil {
			return err
		}
		dir := path.Dir(name)
		if packs[dir] == nil {
			packs[dir] = &pack{path: dir}
		}
		packs[dir].files = append(packs[dir].files, f)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(packs) == 0 {
		return nil, fmt.Errorf("no Go files")
	}
	var sorted []pack
	for _, dir := range slices.Sorted(maps.Keys(packs)) {
		sorted = append(sorted, *packs[dir])
	}
	return sorted, nil
}

// foreign tells whether the go command leaves a folder out of the module.
func foreign(fsys fs.FS, dir string) bool {
	if dir == "." {
		return false
	}
	base := path.Base(dir)
	if base == "testdata" || strings.HasPrefix(base, ".") || strings.HasPrefix(base, "_") {
		return true
	}
	_, err := fs.Stat(fsys, path.Join(dir, "go.mod"))
	return err == nil
}

func parse(fsys fs.FS, name string) (file, error) {
	source, err := fs.ReadFile(fsys, name)
	if err != nil {
		return file{}, err
	}
	set := token.NewFileSet()
	syntax, err := parser.ParseFile(set, name, source, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return file{}, err
	}
	return file{
		path:   name,
		test:   strings.HasSuffix(name, "_test.go"),
		source: source,
		syntax: syntax,
		set:    set,
	}, nil
}
