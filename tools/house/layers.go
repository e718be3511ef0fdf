package main

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A layer of the module. A package imports what is in the layers below it.
type layer uint8

const (
	ground     layer = iota + 1 // internal/exact and internal/civil
	base                        // the root
	shared                      // the rest of internal, and what is internal to a room
	room                        // the rooms: tier, score, commission, roi, pipeline
	innerRoom                   // their inner packages, which know their own room and no other
	wholeHouse                  // program
	onTop                       // cmd, examples and benchmarks, which know public packages alone
)

var rooms = strings.Fields("tier score commission roi pipeline")

// What the library may import of the standard library: nothing that reads a
// clock or does I/O. Keep the same list as depguard in .golangci.yml: that one
// shows in an editor, this one also sees files that another platform builds.
var pure = strings.Fields(`
	bytes cmp encoding encoding/binary encoding/json errors fmt hash/maphash iter maps
	math math/big math/bits slices sort strconv strings time unicode unicode/utf16 unicode/utf8`)

// Strictjson alone reads the tags of fields, and remembers those of each type.
var reflecting = strings.Fields("internal/strictjson")

// Package commission uses the memory of an evaluation again.
var pooling = strings.Fields("commission")

const (
	decimal = "github.com/shopspring/decimal"
	gocmp   = "github.com/google/go-cmp"
)

// layer tells where in the module the package is.
func (p pack) layer() layer {
	first, rest, _ := strings.Cut(p.path, "/")
	switch {
	case p.path == "internal/exact" || p.path == "internal/civil":
		return ground
	case p.path == ".":
		return base
	case first == "cmd" || first == "examples" || first == "benchmarks":
		return onTop
	case p.internal():
		return shared
	case first == "program":
		return wholeHouse
	case rest == "":
		return room
	}
	return innerRoom
}

// room is the room that the package is or is inside of.
func (p pack) room() string {
	first, _, _ := strings.Cut(p.path, "/")
	return first
}

// internal tells whether the module alone can import the package.
func (p pack) internal() bool {
	return slices.Contains(strings.Split(p.path, "/"), "internal")
}

// testing tells whether the package serves tests alone. Its name says so, as that
// of httptest does, or it is one of a few.
func (p pack) testing() bool {
	return strings.HasSuffix(p.path, "test") || slices.Contains(strings.Fields("internal/contract internal/seeds"), p.path)
}

// library tells whether the package is for others to import.
func (p pack) library() bool {
	return p.layer() != onTop && !p.internal() && !p.testing()
}

// misplaced finds the packages that have no place in the module, and the imports
// that go against its layers.
func misplaced(packs []pack) []finding {
	var findings []finding
	for _, p := range packs {
		if at := p.layer(); (at == room || at == innerRoom) && !slices.Contains(rooms, p.room()) {
			findings = append(findings, finding{path: p.path, text: "is in none of the rooms: " + strings.Join(rooms, ", ")})
		}
		for _, f := range p.files {
			for _, spec := range f.syntax.Imports {
				imported, _ := strconv.Unquote(spec.Path.Value)
				test := f.test || p.testing()
				if wrong := p.against(imported, test); wrong != "" {
					text := fmt.Sprintf("imports %s, which %s", imported, wrong)
					findings = append(findings, finding{f.path, f.line(spec.Pos()), text})
				}
			}
		}
	}
	return findings
}

// against says why the package, or a test of it, must not import a path. It
// returns "" if it may.
func (p pack) against(imported string, test bool) string {
	if imported == module {
		return p.againstOwn(pack{path: "."}, test)
	}
	if own, ok := strings.CutPrefix(imported, module+"/"); ok {
		return p.againstOwn(pack{path: own}, test)
	}
	switch {
	case test:
		return ""
	case imported == gocmp || strings.HasPrefix(imported, gocmp+"/"):
		return "is for tests"
	case p.layer() == onTop, imported == decimal, slices.Contains(pure, imported):
		return ""
	case (imported == "reflect" || imported == "sync") && slices.Contains(reflecting, p.path):
		return ""
	case imported == "sync" && slices.Contains(pooling, p.path):
		return ""
	}
	return "is not on the list of what the library imports"
}

// againstOwn says why the package, or a test of it, must not import another one
// of the module. A test may import what is above, as programs do.
func (p pack) againstOwn(other pack, test bool) string {
	from, to := p.layer(), other.layer()
	switch {
	case other.testing():
		if !test {
			return "is for tests"
		}
	case from == onTop && other.internal():
		return "no program can import"
	case test:
	case from == shared && to == shared, from == onTop && to == onTop:
	case from == innerRoom && (to == innerRoom || to == room):
		if p.room() != other.room() {
			return "is in another room"
		}
	case from <= to:
		return "is not below it"
	}
	return ""
}
