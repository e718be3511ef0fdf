package main

import (
	"go/ast"
	"go/token"
	"go/types"
	"reflect"
	"slices"
	"strconv"
	"strings"
)

// A kind says what an exported name stands for.
type kind uint8

const (
	aType kind = 1 << iota
	aFunction
	aMethod
	aConstant
	aVariable
	aField
	aKey // of a field in JSON, such as "on_missing"
)

var kinds = map[kind]string{
	aType: "type", aFunction: "function", aMethod: "method", aConstant: "constant",
	aVariable: "variable", aField: "field", aKey: "JSON field",
}

func (k kind) String() string { return kinds[k] }

// A name is an exported name of a package: what its user can write.
type name struct {
	pack  string
	kind  kind
	owner string // the type of a method or field, "" for others
	word  string
	doc   []*ast.CommentGroup
	typ   ast.Expr // the type of a field, *ast.FuncType for functions and methods
	file  file
	pos   token.Pos
}

func (n name) String() string {
	if n.owner == "" {
		return n.word
	}
	return n.owner + "." + n.word
}

// standard has the methods by which a type meets an interface of the standard
// library: they are the same everywhere, so nobody has to learn them.
var standard = map[string][]string{
	"AppendBinary":    {"func([]byte) ([]byte, error)"},
	"AppendText":      {"func([]byte) ([]byte, error)"},
	"As":              {"func(any) bool"},
	"Error":           {"func() string"},
	"Format":          {"func(fmt.State, rune)"},
	"GoString":        {"func() string"},
	"Is":              {"func(error) bool"},
	"IsZero":          {"func() bool"}, // by which encoding/json omits a field
	"MarshalBinary":   {"func() ([]byte, error)"},
	"MarshalJSON":     {"func() ([]byte, error)"},
	"MarshalText":     {"func() ([]byte, error)"},
	"String":          {"func() string"},
	"UnmarshalBinary": {"func([]byte) error"},
	"UnmarshalJSON":   {"func([]byte) error"},
	"UnmarshalText":   {"func([]byte) error"},
	"Unwrap":          {"func() error", "func() []error"},
}

// standard tells whether n is such a method.
func (n name) standard() bool {
	return n.kind == aMethod && slices.Contains(standard[n.word], signature(n.typ))
}

// signature is a type as text; parameters and results have no names in it.
func signature(typ ast.Expr) string {
	if function, ok := typ.(*ast.FuncType); ok {
		typ = &ast.FuncType{Params: unnamed(function.Params), Results: unnamed(function.Results)}
	}
	return types.ExprString(typ)
}

func unnamed(list *ast.FieldList) *ast.FieldList {
	if list == nil {
		return nil
	}
	types := &ast.FieldList{}
	for _, field := range list.List {
		for range max(1, len(field.Names)) {
			types.List = append(types.List, &ast.Field{Type: field.Type})
		}
	}
	return types
}

// exported lists the exported names of a package in the order of its files.
// The names in its tests are not among them.
func (p pack) exported() []name {
	var names []name
	for _, f := range p.files {
		if f.test {
			continue
		}
		for _, decl := range f.syntax.Decls {
			switch decl := decl.(type) {
			case *ast.FuncDecl:
				names = append(names, f.function(decl)...)
			case *ast.GenDecl:
				names = append(names, f.declared(decl)...)
			}
		}
	}
	for i := range names {
		names[i].pack = p.path
	}
	return names
}

// function is the name of a function, or of a method of an exported type.
func (f file) function(decl *ast.FuncDecl) []name {
	n := name{kind: aFunction, word: decl.Name.Name, doc: groups(decl.Doc), typ: decl.Type, file: f, pos: decl.Name.Pos()}
	if decl.Recv != nil {
		n.kind = aMethod
		n.owner = receiver(decl.Recv.List[0].Type)
		if !ast.IsExported(n.owner) {
			return nil
		}
	}
	if !decl.Name.IsExported() {
		return nil
	}
	return []name{n}
}

// receiver is the name of the type that a method belongs to.
func receiver(typ ast.Expr) string {
	switch typ := typ.(type) {
	case *ast.Ident:
		return typ.Name
	case *ast.StarExpr:
		return receiver(typ.X)
	case *ast.ParenExpr:
		return receiver(typ.X)
	case *ast.IndexExpr: // of a generic type
		return receiver(typ.X)
	case *ast.IndexListExpr:
		return receiver(typ.X)
	}
	return ""
}

// declared lists the names of a declaration of types, constants or variables.
func (f file) declared(decl *ast.GenDecl) []name {
	var names []name
	// A comment of the declaration belongs to the first name that it declares.
	above := groups(decl.Doc)
	for _, spec := range decl.Specs {
		switch spec := spec.(type) {
		case *ast.TypeSpec:
			if !spec.Name.IsExported() {
				continue
			}
			doc := slices.Concat(above, groups(spec.Doc, spec.Comment))
			names = append(names, name{kind: aType, word: spec.Name.Name, doc: doc, typ: spec.Type, file: f, pos: spec.Name.Pos()})
			names = append(names, f.members(spec.Name.Name, spec.Type)...)
			above = nil
		case *ast.ValueSpec:
			kind := aConstant
			if decl.Tok == token.VAR {
				kind = aVariable
			}
			doc := slices.Concat(above, groups(spec.Doc, spec.Comment))
			for _, ident := range spec.Names {
				if ident.IsExported() {
					names = append(names, name{kind: kind, word: ident.Name, doc: doc, typ: spec.Type, file: f, pos: ident.Pos()})
					above, doc = nil, nil
				}
			}
		}
	}
	return names
}

// members lists the exported fields of a struct with their names in JSON, or
// the methods of an interface.
func (f file) members(owner string, typ ast.Expr) []name {
	var (
		names  []name
		fields *ast.FieldList
		kind   = aField
	)
	switch typ := typ.(type) {
	case *ast.StructType:
		fields = typ.Fields
	case *ast.InterfaceType:
		fields, kind = typ.Methods, aMethod
	default:
		return nil
	}
	for _, field := range fields.List {
		doc := groups(field.Doc, field.Comment)
		idents := field.Names
		if idents == nil && kind == aField { // embedded
			idents = []*ast.Ident{{Name: embedded(field.Type), NamePos: field.Type.Pos()}}
		}
		for _, ident := range idents {
			if !ident.IsExported() {
				continue
			}
			n := name{kind: kind, owner: owner, word: ident.Name, doc: doc, typ: field.Type, file: f, pos: ident.Pos()}
			names = append(names, n)
			if key := jsonKey(field.Tag); key != "" {
				names = append(names, name{kind: aKey, owner: owner, word: key, typ: field.Type, file: f, pos: field.Tag.Pos()})
			}
			names = append(names, f.members(n.String(), field.Type)...)
			doc = nil
		}
	}
	return names
}

// embedded is the name of a field that has none but that of its type.
func embedded(typ ast.Expr) string {
	if selector, ok := typ.(*ast.SelectorExpr); ok {
		return selector.Sel.Name
	}
	return receiver(typ)
}

// jsonKey is the name of a field in JSON, "" for one that has none.
func jsonKey(tag *ast.BasicLit) string {
	if tag == nil {
		return ""
	}
	text, err := strconv.Unquote(tag.Value)
	if err != nil {
		return ""
	}
	key, _, _ := strings.Cut(reflect.StructTag(text).Get("json"), ",")
	if key == "-" {
		return ""
	}
	return key
}

// groups leaves out the comments that are not there.
func groups(all ...*ast.CommentGroup) []*ast.CommentGroup {
	return slices.DeleteFunc(all, func(group *ast.CommentGroup) bool { return group == nil })
}
